package dev.recommender.evaluation;

/**
 * The SplitMix64 generator (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014), written out
 * because a seed must give the same numbers on every Java version.
 */
final class SplitMix {
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private long state;

    private SplitMix(long state) {
        this.state = state;
    }

    /** One of many independent sequences of a seed. */
    static SplitMix sequence(long seed, int number) {
        return new SplitMix(at(seed, number));
    }

    /** The number at a place of the sequence of a seed. */
    static long at(long seed, int place) {
        return mix(mix(seed) + (place + 1L) * GAMMA);
    }

    /** The next number from 0 to the bound, exclusive. */
    int next(int bound) {
        state += GAMMA;
        return (int) ((mix(state) >>> 33) * bound >>> 31);
    }

    private static long mix(long value) {
        long mixed = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
