package dev.recommender.internal.ranking;

import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Seed;
import dev.recommender.internal.events.Decay;
import java.util.List;
import java.util.Optional;

/**
 * What a query's recency leaves of each of its seeds, m · 2<sup>−e</sup>, one seed after the other. Used by one thread, for one
 * query.
 */
final class SeedShares {
    private final List<Seed> seeds;
    private final Recency recency;
    private final Decay decay;
    private final long newest;
    private final int steps;
    private int at = -1;
    private int step = -1;

    private SeedShares(List<Seed> seeds, Recency recency) {
        this.seeds = seeds;
        this.recency = recency;
        this.decay = Decay.of(recency instanceof Recency.ByTime time ? Optional.of(time.halfLife()) : Optional.empty());
        long latest = Long.MIN_VALUE;
        for (Seed seed : seeds) {
            latest =
                    seed.time().isPresent() ? Math.max(latest, seed.time().get().toEpochMilli()) : latest;
        }
        this.newest = latest;
        int moments = 0;
        for (int seed = 0; seed < seeds.size(); seed++) {
            moments += startsStep(seed) ? 1 : 0;
        }
        this.steps = moments;
    }

    /** Seeds of one moment, one after the other, are one step. */
    private boolean startsStep(int seed) {
        return seed == 0
                || seeds.get(seed).time().isEmpty()
                || !seeds.get(seed).time().equals(seeds.get(seed - 1).time());
    }

    static SeedShares of(Query query, Recency recency) {
        return new SeedShares(query.seeds(), recency);
    }

    /** Goes on to the next seed. */
    void next() {
        at++;
        step += startsStep(at) ? 1 : 0;
    }

    /** The whole half-lives that are between the seed and the newest; 0 unless recency is by time. */
    long halfLives() {
        return seeds.get(at).time().isPresent()
                ? decay.wholeHalfLives(seeds.get(at).time().get().toEpochMilli(), newest)
                : 0;
    }

    /** What is left of the seed, but for the whole half-lives. */
    double mantissa() {
        if (recency instanceof Recency.ByPosition position) {
            return position.weight(steps - 1 - step, steps);
        }
        return seeds.get(at).time().isPresent()
                ? decay.mantissa(seeds.get(at).time().get().toEpochMilli(), newest)
                : 1;
    }
}
