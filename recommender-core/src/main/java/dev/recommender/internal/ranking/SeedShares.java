package dev.recommender.internal.ranking;

import dev.recommender.Recency;
import dev.recommender.Seed;
import dev.recommender.internal.events.Decay;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a query's recency leaves of each of its seeds, m · 2<sup>−e</sup>, one seed after the other. Used by one thread, for one
 * query.
 */
final class SeedShares {
    private static final long UNTIMED = Long.MIN_VALUE;

    private final List<Seed> seeds;
    private final Recency recency;
    private final Decay decay;
    private final long newest;
    private final int steps;
    private int step = -1;
    private int at = -1;
    private long time = UNTIMED;

    SeedShares(List<Seed> seeds, Recency recency) {
        this.seeds = seeds;
        this.recency = recency;
        this.decay =
                Decay.of(recency instanceof Recency.ByTime byTime ? Optional.of(byTime.halfLife()) : Optional.empty());
        long latest = UNTIMED;
        int moments = 0;
        for (int seed = 0; seed < seeds.size(); seed++) {
            latest = Math.max(latest, time(seed));
            moments += startsStep(seed) ? 1 : 0;
        }
        this.newest = latest;
        this.steps = moments;
    }

    private long time(int seed) {
        Optional<Instant> when = seeds.get(seed).time();
        return when.isPresent() ? when.get().toEpochMilli() : UNTIMED;
    }

    /** Seeds of one moment, one after the other, are one step. */
    private boolean startsStep(int seed) {
        return seed == 0 || time(seed) == UNTIMED || time(seed) != time(seed - 1);
    }

    /** Goes on to the next seed. */
    void next() {
        at++;
        step += startsStep(at) ? 1 : 0;
        time = time(at);
    }

    /** What is left of the seed, but for the whole half-lives. */
    double mantissa() {
        if (recency instanceof Recency.ByPosition position) {
            return position.weight(steps - 1 - step, steps);
        }
        return time == UNTIMED ? 1 : decay.mantissa(time, newest);
    }

    /** The whole half-lives that are between the seed and the newest; 0 unless recency is by time. */
    long halfLives() {
        return time == UNTIMED ? 0 : decay.wholeHalfLives(time, newest);
    }
}
