package dev.recommender.internal.page;

import java.util.Locale;

/** Figures as people read them, the same on every page and in every table. */
public final class FigureText {
    private FigureText() {}

    /** A number with four decimals, or one if it is large. */
    public static String number(double value) {
        String text = String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%,.1f", value);
        return text.equals("-0.0000") ? "0.0000" : text;
    }

    /** From one number to another. */
    public static String range(double low, double high) {
        return number(low) + " to " + number(high);
    }

    /** A part of 1 in hundredths. */
    public static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    /** A p-value with as many digits as it deserves. */
    public static String pValue(double value) {
        return value < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", value);
    }

    /**
     * The style of a difference: good or bad if its interval is all on one side of 0, else none.
     *
     * @param low the interval's low end
     * @param high its high end
     */
    public static String verdict(double low, double high) {
        return low > 0 ? "good" : high < 0 ? "bad" : "";
    }
}
