package dev.recommender.csv;

/** Decimal numbers, the common short ones read in place. */
final class Decimal {
    private static final int MAX_DIGITS = 15;
    private static final int THOUSANDS = 3;
    private static final double[] POWERS = {
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private Decimal() {}

    /** The number; NaN if the text is not a number. */
    static double parse(CharSequence text) {
        int at = 0;
        boolean negative = text.charAt(0) == '-';
        if (negative || text.charAt(0) == '+') {
            at++;
        }
        long digits = 0;
        int count = 0;
        int fraction = -1;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c >= '0' && c <= '9' && count < MAX_DIGITS) {
                digits = digits * 10 + c - '0';
                count++;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (c == '.' && fraction < 0) {
                fraction = 0;
            } else {
                return general(text.toString());
            }
        }
        if (count == 0) {
            return Double.NaN;
        }
        // Both numbers are exact in a double, so one division rounds correctly.
        double value = digits / POWERS[Math.max(0, fraction)];
        return negative ? -value : value;
    }

    /** Whether a text is a number with a decimal comma that separates no thousands: 0,5 or 12,25, but not 1,000. */
    static boolean hasComma(String text) {
        int comma = text.indexOf(',');
        if (comma < 0
                || comma != text.lastIndexOf(',')
                || !TimeFormat.numeric(withPoint(text))
                || text.indexOf('.') >= 0) {
            return false;
        }
        String whole = text.substring(text.startsWith("-") ? 1 : 0, comma);
        return text.length() - comma - 1 != THOUSANDS || whole.equals("0") || whole.length() > THOUSANDS;
    }

    /** Whether a text is a number with commas, of whatever kind, and without a point. */
    static boolean hasCommas(String text) {
        return text.indexOf(',') >= 0 && text.indexOf('.') < 0 && TimeFormat.numeric(text.replace(",", ""));
    }

    /** The number with a point for its comma; a text with more than one of both stays as it is. */
    static String withPoint(String text) {
        int comma = text.indexOf(',');
        return comma < 0 || comma != text.lastIndexOf(',') || text.indexOf('.') >= 0 ? text : text.replace(',', '.');
    }

    private static double general(String text) {
        char last = text.charAt(text.length() - 1);
        if (Character.isLetter(last) || text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
