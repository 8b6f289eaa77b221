package dev.recommender.internal.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them. A number without a unit is none: it could be seconds, minutes or days. */
public final class TimeSpans {
    private static final String WITH_UNIT = "a span of time with its unit, such as ";

    /** What {@link #parse} takes, in words. */
    public static final String FORM = WITH_UNIT + "30d, 12h, 1h30m or PT30M";

    private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);

    /** A number that is not 0. */
    private static final Pattern UNITLESS = Pattern.compile("(?=.*[1-9])[0-9]{1,9}(?:\\.[0-9]{1,9})?");

    private static final String NUMBER = "([0-9]{1,19}(?:\\.[0-9]{1,9})?)";

    private static final Pattern UNITS =
            Pattern.compile("(?=.)(?:" + NUMBER + "d)?(?:" + NUMBER + "h)?(?:" + NUMBER + "m)?(?:" + NUMBER + "s)?");

    /** Milliseconds in a day, an hour, a minute and a second. */
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000};

    private static final String UNIT_NAMES = "dhms";

    private TimeSpans() {}

    /**
     * The span of time that a text stands for: numbers of days, hours, minutes and seconds in this order, such as
     * {@code 1h30m}, to the millisecond; or ISO 8601, such as {@code PT1H30M}. Case does not matter.
     *
     * @throws IllegalArgumentException if it is neither, or more than 292 million years
     */
    public static Duration parse(String text) {
        String span = text.strip().toLowerCase(Locale.ROOT);
        Matcher units = UNITS.matcher(span);
        try {
            return units.matches() ? sum(units) : Duration.parse(span);
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new IllegalArgumentException("must be " + FORM + ": " + text, e);
        }
    }

    /** How a number without a unit could be written, in words; empty if a text is something else. */
    public static Optional<String> formOf(String text) {
        String number = text.strip();
        return UNITLESS.matcher(number).matches()
                ? Optional.of(WITH_UNIT + number + "s, " + number + "m, " + number + "h or " + number
                        + "d for seconds, minutes, hours or days")
                : Optional.empty();
    }

    /** Whether a text stands for a span that is longer than milliseconds can count: 292 million years. */
    public static boolean isTooLong(String text) {
        try {
            return parse(text).compareTo(LONGEST) > 0;
        } catch (IllegalArgumentException e) {
            return e.getCause() instanceof ArithmeticException;
        }
    }

    /** A span of whole milliseconds as {@link #parse} takes it, in the largest units that it fills: {@code 30d}, {@code 1h30m}. */
    public static String text(Duration span) {
        StringBuilder text = new StringBuilder();
        long rest = span.toMillis();
        for (int unit = 0; unit < MILLIS.length - 1; unit++) {
            if (rest >= MILLIS[unit]) {
                text.append(rest / MILLIS[unit]).append(UNIT_NAMES.charAt(unit));
                rest %= MILLIS[unit];
            }
        }
        if (rest > 0 || text.isEmpty()) {
            text.append(BigDecimal.valueOf(rest, 3).stripTrailingZeros().toPlainString())
                    .append('s');
        }
        return text.toString();
    }

    private static Duration sum(Matcher units) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int unit = 0; unit < MILLIS.length; unit++) {
            String number = units.group(unit + 1);
            sum = number == null ? sum : sum.add(new BigDecimal(number).multiply(BigDecimal.valueOf(MILLIS[unit])));
        }
        return Duration.ofMillis(sum.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
}
