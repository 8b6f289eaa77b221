package dev.recommender.csv;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How times are written. Times without a zone are taken as UTC; all are counted in whole milliseconds. Immutable.
 *
 * <p>ISO times are {@code 2015-06-09}, {@code 2015-06-09T19:39}, {@code 2015-06-09 19:39:37.125} and the like, with or
 * without a zone such as {@code Z} or {@code +02:00}; slashes do for hyphens.
 */
public final class TimeFormat {
    /** ISO times, and nothing else. */
    public static final TimeFormat ISO = new TimeFormat(Kind.ISO, null, "iso");

    /** Seconds since 1970-01-01T00:00Z, whole or with a fraction. */
    public static final TimeFormat EPOCH_SECONDS = new TimeFormat(Kind.EPOCH_SECONDS, null, "epoch-seconds");

    /** Milliseconds since 1970-01-01T00:00Z. */
    public static final TimeFormat EPOCH_MILLIS = new TimeFormat(Kind.EPOCH_MILLIS, null, "epoch-millis");

    /**
     * Decides value by value: numbers are seconds, or milliseconds from 10<sup>11</sup> on; else ISO times, or the
     * American dates of the retired service's files ({@code 3/30/2017 1:34:12 PM}, {@code 4/27/20}).
     */
    public static final TimeFormat AUTO = new TimeFormat(Kind.AUTO, null, "auto");

    private static final double FIRST_MILLIS = 1e11;

    private static final List<DateTimeFormatter> AMERICAN = List.of(
            american("M/d/yyyy[ h:mm[:ss] a]", false), american("M/d/yyyy[ H:mm[:ss]]", false), american("M/d/", true));

    private final Kind kind;
    private final @Nullable DateTimeFormatter formatter;
    private final String name;

    private TimeFormat(Kind kind, @Nullable DateTimeFormatter formatter, String name) {
        this.kind = kind;
        this.formatter = formatter;
        this.name = name;
    }

    /**
     * Times of this pattern of {@link DateTimeFormatter}, with English names.
     *
     * @throws IllegalArgumentException if the pattern is not one
     */
    public static TimeFormat pattern(String pattern) {
        return new TimeFormat(Kind.PATTERN, DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH), pattern);
    }

    /** The format of this name ({@code auto}, {@code iso}, {@code epoch-seconds}, {@code epoch-millis}), or pattern. */
    public static TimeFormat parse(String nameOrPattern) {
        for (TimeFormat format : List.of(AUTO, ISO, EPOCH_SECONDS, EPOCH_MILLIS)) {
            if (format.name.equals(nameOrPattern)) {
                return format;
            }
        }
        return pattern(nameOrPattern);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Milliseconds since 1970-01-01T00:00Z; empty if the text is no time of this format. */
    OptionalLong millis(CharSequence text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        return switch (kind) {
            case EPOCH_SECONDS -> epoch(text, 1000);
            case EPOCH_MILLIS -> epoch(text, 1);
            case ISO -> IsoTime.parse(text);
            case PATTERN -> formatted(text.toString(), formatter);
            case AUTO -> auto(text);
        };
    }

    private static OptionalLong auto(CharSequence text) {
        if (numeric(text)) {
            OptionalLong seconds = epoch(text, 1000);
            return seconds.isPresent() && Math.abs(seconds.getAsLong()) >= FIRST_MILLIS * 1000
                    ? epoch(text, 1)
                    : seconds;
        }
        OptionalLong iso = IsoTime.parse(text);
        if (iso.isPresent()) {
            return iso;
        }
        String string = text.toString();
        for (DateTimeFormatter format : AMERICAN) {
            OptionalLong millis = formatted(string, format);
            if (millis.isPresent()) {
                return millis;
            }
        }
        return OptionalLong.empty();
    }

    private static boolean numeric(CharSequence text) {
        boolean point = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean sign = at == 0 && c == '-' && text.length() > 1;
            if (c == '.' && !point && at > 0) {
                point = true;
            } else if (!sign && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static OptionalLong epoch(CharSequence text, int millisPerUnit) {
        if (!numeric(text)) {
            return OptionalLong.empty();
        }
        boolean negative = text.charAt(0) == '-';
        double fraction = 0;
        double digit = 1;
        long whole = 0;
        boolean pointSeen = false;
        for (int at = negative ? 1 : 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.') {
                pointSeen = true;
            } else if (pointSeen) {
                digit /= 10;
                fraction += (c - '0') * digit;
            } else {
                whole = whole * 10 + c - '0';
                if (whole > Long.MAX_VALUE / 20_000) {
                    return OptionalLong.empty();
                }
            }
        }
        long millis = whole * millisPerUnit + (long) (fraction * millisPerUnit + 1e-6);
        return OptionalLong.of(negative ? -millis : millis);
    }

    private static OptionalLong formatted(String text, @Nullable DateTimeFormatter format) {
        if (format == null) {
            return OptionalLong.empty();
        }
        try {
            TemporalAccessor parsed = format.parse(text);
            if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
                return OptionalLong.of(Instant.from(parsed).toEpochMilli());
            }
            LocalDate date = LocalDate.from(parsed);
            LocalTime time = parsed.query(TemporalQueries.localTime());
            LocalDateTime local = time == null ? date.atStartOfDay() : date.atTime(time);
            ZoneId zone = parsed.query(TemporalQueries.zone());
            return OptionalLong.of(local.atZone(zone == null ? ZoneOffset.UTC : zone)
                    .toInstant()
                    .toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static DateTimeFormatter american(String pattern, boolean twoDigitYear) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        builder.appendPattern(pattern);
        if (twoDigitYear) {
            // Two digits mean 1930 to 2029, as they did on the retired service.
            builder.appendValueReduced(ChronoField.YEAR_OF_ERA, 2, 2, 1930);
        }
        return builder.toFormatter(Locale.ENGLISH);
    }

    private enum Kind {
        AUTO,
        ISO,
        EPOCH_SECONDS,
        EPOCH_MILLIS,
        PATTERN
    }
}
