package dev.recommender.internal.ranking;

import dev.recommender.Recency;
import dev.recommender.Seed;
import dev.recommender.internal.events.Decay;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a query's recency leaves of each of its seeds, m · 2<sup>−e</sup>, one seed after the other. Used by one thread, for one
 * query after the other, without allocation but for queries of more seeds than any before.
 */
final class SeedShares {
    private static final long UNTIMED = Long.MIN_VALUE;

    private List<Seed> seeds = List.of();
    private Recency recency = Recency.linear();
    private Decay decay = Decay.of(Optional.empty());
    private Recency decayedBy = recency;
    /** Of seeds that all have times, the different ones, ascending; the first {@link #steps} count. */
    private long[] moments = new long[16];

    private boolean timed;
    private long newest;
    private int steps;
    private int step;
    private int at;
    private long time;

    /** Goes on to the seeds of a query. */
    void begin(List<Seed> ofQuery, Recency by) {
        seeds = ofQuery;
        recency = by;
        if (by instanceof Recency.ByTime byTime && !by.equals(decayedBy)) {
            decay = Decay.of(Optional.of(byTime.halfLife()));
            decayedBy = by;
        }
        newest = UNTIMED;
        steps = 0;
        timed = true;
        for (int seed = 0; seed < seeds.size(); seed++) {
            newest = Math.max(newest, time(seed));
            timed &= time(seed) != UNTIMED;
            steps += startsStep(seed) ? 1 : 0;
        }
        if (timed && by instanceof Recency.ByPosition) {
            sortMoments();
        }
        step = -1;
        at = -1;
    }

    private void sortMoments() {
        int count = seeds.size();
        moments = moments.length < count ? new long[Math.max(count, 2 * moments.length)] : moments;
        for (int seed = 0; seed < count; seed++) {
            moments[seed] = time(seed);
        }
        Arrays.sort(moments, 0, count);
        steps = 0;
        for (int place = 0; place < count; place++) {
            if (steps == 0 || moments[place] != moments[steps - 1]) {
                moments[steps++] = moments[place];
            }
        }
    }

    void clear() {
        seeds = List.of();
    }

    private long time(int seed) {
        Optional<Instant> when = seeds.get(seed).time();
        return when.isPresent() ? when.get().toEpochMilli() : UNTIMED;
    }

    /** In the order in which seeds are given, those of one moment, one after the other, are one step. */
    private boolean startsStep(int seed) {
        return seed == 0 || time(seed) == UNTIMED || time(seed) != time(seed - 1);
    }

    /** Goes on to the next seed. */
    void next() {
        at++;
        time = time(at);
        if (timed && recency instanceof Recency.ByPosition) {
            step = Arrays.binarySearch(moments, 0, steps, time);
        } else {
            step += startsStep(at) ? 1 : 0;
        }
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
        return time == UNTIMED || recency instanceof Recency.ByPosition ? 0 : decay.wholeHalfLives(time, newest);
    }
}
