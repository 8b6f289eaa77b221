package dev.recommender.internal.rows;

/** In what form dense rows keep numbers: as floats, or as whole numbers that share a factor with others. */
public enum NumberFormat {
    /** Floats, as they are. */
    FLOAT32(Float.BYTES),
    /** Whole numbers from −32,767 to 32,767. */
    INT16(Short.BYTES);

    /** The largest whole number. */
    static final int MOST = Short.MAX_VALUE;

    /** What a number takes, but for the factor. */
    public final int bytes;

    NumberFormat(int bytes) {
        this.bytes = bytes;
    }

    /** Whether numbers are kept as they are. */
    public boolean exact() {
        return this == FLOAT32;
    }

    /** The factor of numbers that share one: as small as the largest of them allows. */
    public float factor(float[] numbers) {
        float largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return exact() ? 1 : largest / MOST;
    }

    /** Replaces numbers by what is kept of them with a factor. */
    public void round(float[] numbers, float factor) {
        for (int at = 0; at < numbers.length && !exact(); at++) {
            numbers[at] = factor * steps(numbers[at], factor);
        }
    }

    /** The whole number that is kept. */
    static int steps(float number, float factor) {
        return factor == 0 ? 0 : Math.max(-MOST, Math.min(MOST, Math.round(number / factor)));
    }
}
