package dev.recommender.internal.util;

/**
 * A double whose exponent is a long: m · 2<sup>e</sup>, with the digits of a double and no limits of size. Mutable; used
 * by one thread.
 */
public final class WideNumber implements Comparable<WideNumber> {
    /** More than any double needs, in either direction. */
    private static final long FAR = 4096;

    private double mantissa;
    private long exponent;

    /** Zero. */
    public WideNumber() {}

    /** m · 2<sup>e</sup>, for a finite m. */
    public WideNumber(double mantissa, long exponent) {
        set(mantissa, exponent);
    }

    /** From 1 to 2 or from −2 to −1; 0 of zero. */
    public double mantissa() {
        return mantissa;
    }

    /** The exponent; 0 of zero. */
    public long exponent() {
        return exponent;
    }

    /** Becomes m · 2<sup>e</sup>, for a finite m. */
    public WideNumber set(double m, long e) {
        if (m == 0) {
            mantissa = 0;
            exponent = 0;
        } else {
            int own = exponentOf(m);
            mantissa = scaled(m, -own);
            exponent = e + own;
        }
        return this;
    }

    /** Adds m · 2<sup>e</sup>, for a finite m. */
    public WideNumber add(double m, long e) {
        if (m == 0) {
            return this;
        }
        if (mantissa == 0) {
            return set(m, e);
        }
        long top = Math.max(exponent, e + exponentOf(m));
        return set(scaled(mantissa, exponent - top) + scaled(m, e - top), top);
    }

    /** Adds another number. */
    public WideNumber add(WideNumber other) {
        return add(other.mantissa, other.exponent);
    }

    /** Multiplies by a finite double. */
    public WideNumber times(double factor) {
        int own = exponentOf(factor);
        return set(mantissa * scaled(factor, -own), exponent + own);
    }

    /** The nearest double; where that would be zero or infinite, the nearest that is not. */
    public double toDouble() {
        double value = relativeTo(0);
        if (value == 0 && mantissa != 0) {
            return Math.copySign(Double.MIN_VALUE, mantissa);
        }
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }

    /** This divided by 2<sup>e</sup>, as a double, which may be zero or infinite. */
    public double relativeTo(long e) {
        return scaled(mantissa, exponent - e);
    }

    /** This divided by another number, which is not zero. */
    public double over(WideNumber other) {
        return scaled(mantissa / other.mantissa, exponent - other.exponent);
    }

    @Override
    public int compareTo(WideNumber other) {
        double sign = Math.signum(mantissa);
        int bySign = Double.compare(sign, Math.signum(other.mantissa));
        if (bySign != 0 || sign == 0) {
            return bySign;
        }
        int byExponent = Long.compare(exponent, other.exponent);
        return byExponent != 0 ? (sign > 0 ? byExponent : -byExponent) : Double.compare(mantissa, other.mantissa);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WideNumber that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(mantissa) + Long.hashCode(exponent);
    }

    @Override
    public String toString() {
        return mantissa + "*2^" + exponent;
    }

    /** The exponent of a finite double's highest digit; of 0 that of 1. */
    public static int exponentOf(double value) {
        int exponent = Math.getExponent(value);
        if (exponent >= Double.MIN_EXPONENT) {
            return exponent;
        }
        return value == 0 ? 0 : Math.getExponent(value * 0x1p64) - 64;
    }

    /** m · 2<sup>e</sup> as a double, which may be zero or infinite. */
    public static double scaled(double m, long e) {
        return Math.scalb(m, (int) Math.max(-FAR, Math.min(FAR, e)));
    }
}
