package dev.recommender.internal.util;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them. A number without a unit is none: it could be seconds, minutes or days. */
public final class TimeSpans {
    /** What {@link #parse} takes, in words. */
    public static final String FORM = "a span of time with its unit, such as 30d, 12h, 1h30m or PT30M";

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
