package dev.recommender.tuning;

/**
 * A hash of 64 bits that is the same on every machine: FNV-1a of the numbers and characters added, mixed at the end as
 * SplitMix64 does (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). Finds what has changed; it is
 * no protection against who wants to deceive.
 */
final class Hash {
    private static final long OFFSET = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private long state = OFFSET;

    Hash add(long number) {
        state = (state ^ number) * PRIME;
        state ^= state >>> 32;
        return this;
    }

    /** Adds a text and its length, so that two texts are not taken for two others. */
    Hash add(CharSequence text) {
        add((long) text.length());
        for (int at = 0; at < text.length(); at++) {
            state = (state ^ text.charAt(at)) * PRIME;
        }
        return this;
    }

    long value() {
        long mixed = (state ^ state >>> 30) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
        return mixed ^ mixed >>> 31;
    }
}
