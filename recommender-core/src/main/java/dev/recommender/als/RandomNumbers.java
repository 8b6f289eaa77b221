package dev.recommender.als;

/** Random numbers that depend on where they are used alone (SplitMix64; Steele, Lea and Flood 2014). */
final class RandomNumbers {
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private RandomNumbers() {}

    /** 64 random bits. */
    static long of(long seed, long place) {
        return mixed(mixed(seed + STEP) + STEP * (place + 1));
    }

    private static long mixed(long bits) {
        long mixed = (bits ^ bits >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }

    /** A number from 0 to less than 1, of random bits. */
    static double fraction(long random) {
        return (random >>> 11) * 0x1p-53;
    }
}
