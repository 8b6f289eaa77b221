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
import java.time.format.ResolverStyle;
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
 * without a zone such as {@code Z}, {@code UTC}, {@code +02:00} or {@code +0200}; slashes may replace hyphens. Times lie
 * in the years 0 to 9999. A number beyond is assumed to have a wrong unit, and is refused.
 */
public final class TimeFormat {
    /** ISO times, and nothing else. */
    public static final TimeFormat ISO = new TimeFormat(Kind.ISO, null, "iso");

    /** Seconds since 1970-01-01T00:00Z, whole or with a fraction. */
    public static final TimeFormat EPOCH_SECONDS = new TimeFormat(Kind.EPOCH_SECONDS, null, "epoch-seconds");

    /** Milliseconds since 1970-01-01T00:00Z. */
    public static final TimeFormat EPOCH_MILLIS = new TimeFormat(Kind.EPOCH_MILLIS, null, "epoch-millis");

    /** Microseconds since 1970-01-01T00:00Z. */
    public static final TimeFormat EPOCH_MICROS = new TimeFormat(Kind.EPOCH_MICROS, null, "epoch-micros");

    /** Nanoseconds since 1970-01-01T00:00Z. */
    public static final TimeFormat EPOCH_NANOS = new TimeFormat(Kind.EPOCH_NANOS, null, "epoch-nanos");

    /**
     * Times without separators, of the years 1900 to 2099: {@code 20150609}, {@code 2015060919}, {@code 201506091939},
     * {@code 20150609193937}, {@code 20150609193937125}.
     */
    public static final TimeFormat COMPACT = new TimeFormat(Kind.COMPACT, null, "compact");

    /**
     * Decides file by file, by its first 1,000 records. Numbers are what most of those are: compact times; or seconds,
     * milliseconds, microseconds or nanoseconds, which differ in size by a factor of 1,000, from March 1973 to 2286. A
     * number that is not what the file's times were taken for is refused. Numbers below 10<sup>8</sup> are seconds if
     * the caller says that the column holds times, and most are no day numbers of a spreadsheet. A file is refused where
     * a header calls a column of such numbers a time. Other values are ISO times, or the American dates of
     * Product Recommendations' files ({@code 3/30/2017 1:34:12 PM}, {@code 12/1/2010 8:26}, {@code 4/27/20}), month
     * first. If more of the first can only have the day first than can only have the month first, no such date is read.
     * Otherwise those with the day first are refused. A file is refused if it has more than five of either, and more of the
     * rarer than one for ten of the others.
     */
    public static final TimeFormat AUTO = new TimeFormat(Kind.AUTO, null, "auto");

    private static final int MAX_DIGITS = 18;

    private static final List<TimeFormat> NAMED =
            List.of(AUTO, ISO, EPOCH_SECONDS, EPOCH_MILLIS, EPOCH_MICROS, EPOCH_NANOS, COMPACT);

    // Years 0 to 9999. What lies beyond is a number in another unit, such as milliseconds read as seconds.
    private static final long EARLIEST = -62_167_219_200_000L;
    private static final long LATEST = 253_402_300_799_999L;

    private final Kind kind;
    private final @Nullable DateTimeFormatter formatter;
    private final String name;

    private TimeFormat(Kind kind, @Nullable DateTimeFormatter formatter, String name) {
        this.kind = kind;
        this.formatter = formatter;
        this.name = name;
    }

    /**
     * Times of this pattern of {@link DateTimeFormatter}, with English names. Days that do not exist are refused.
     *
     * @throws IllegalArgumentException if the pattern is not one, never gives a date, loses the time of day, or has a
     *     field twice
     */
    public static TimeFormat pattern(String pattern) {
        try {
            // Strict resolution refuses 31 February, but wants the era that a year of the letter y belongs to.
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .appendPattern(pattern)
                    .parseDefaulting(ChronoField.ERA, 1)
                    .toFormatter(Locale.ENGLISH)
                    .withResolverStyle(ResolverStyle.STRICT);
            TimePatterns.require(pattern);
            return new TimeFormat(Kind.PATTERN, formatter, pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "times must be auto, iso, epoch-seconds, epoch-millis, epoch-micros, epoch-nanos, compact or a pattern"
                            + " of letters such as yyyy-MM-dd HH:mm: \"" + pattern + "\" (" + e.getMessage() + ")",
                    e);
        }
    }

    /**
     * The format of this name ({@code auto}, {@code iso}, {@code epoch-seconds}, {@code epoch-millis}, {@code
     * epoch-micros}, {@code epoch-nanos}, {@code compact}), or pattern.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static TimeFormat parse(String nameOrPattern) {
        for (TimeFormat format : NAMED) {
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
        OptionalLong millis = switch (kind) {
            case EPOCH_SECONDS -> epoch(text, 1000, 1);
            case EPOCH_MILLIS -> epoch(text, 1, 1);
            case EPOCH_MICROS -> epoch(text, 1, 1000);
            case EPOCH_NANOS -> epoch(text, 1, 1_000_000);
            case COMPACT -> CompactTime.parse(text);
            case ISO -> IsoTime.parse(text);
            case PATTERN -> formatted(text.toString(), formatter);
            case AUTO -> FileTimes.of(this, List.of(text.toString())).millis(text);
        };
        return millis.isPresent() && (millis.getAsLong() < EARLIEST || millis.getAsLong() > LATEST)
                ? OptionalLong.empty()
                : millis;
    }

    /** The number that a text of a few digits alone is; −1 for any other text. */
    static long digits(CharSequence text) {
        int length = text.length();
        if (length == 0 || length > MAX_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int at = 0; at < length; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Whether a text is a decimal number without an exponent. */
    static boolean numeric(CharSequence text) {
        boolean point = false;
        boolean digits = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            boolean sign = at == 0 && c == '-';
            if (c >= '0' && c <= '9') {
                digits = true;
            } else if (c == '.' && !point && digits) {
                point = true;
            } else if (!sign) {
                return false;
            }
        }
        return digits;
    }

    /** A number of units; a millisecond has so many, or a unit so many milliseconds, and the other of the two is 1. */
    private static OptionalLong epoch(CharSequence text, int millisPerUnit, int unitsPerMilli) {
        long digits = digits(text);
        if (digits >= 0) {
            return digits > Long.MAX_VALUE / 1000 && millisPerUnit > 1
                    ? OptionalLong.empty()
                    : OptionalLong.of(digits * millisPerUnit / unitsPerMilli);
        }
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
            } else if (whole > (Long.MAX_VALUE - 9) / 10) {
                return OptionalLong.empty();
            } else {
                whole = whole * 10 + c - '0';
            }
        }
        if (whole > (Long.MAX_VALUE - 1000) / millisPerUnit) {
            return OptionalLong.empty();
        }
        long millis = (whole * millisPerUnit + (long) (fraction * millisPerUnit + 1e-6)) / unitsPerMilli;
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

    private enum Kind {
        AUTO,
        ISO,
        EPOCH_SECONDS,
        EPOCH_MILLIS,
        EPOCH_MICROS,
        EPOCH_NANOS,
        COMPACT,
        PATTERN
    }
}
