package dev.recommender.csv;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the times of one file were taken for. Where the format is {@link TimeFormat#AUTO}, most of the first values decide
 * what numbers are. Numbers that are something else are refused, and all numbers where most values are text, since text
 * says what it is and numbers do not. Immutable.
 */
final class FileTimes {
    private static final List<Kind> NUMBERS = List.of(Kind.SECONDS, Kind.MILLIS, Kind.MICROS, Kind.NANOS, Kind.SMALL);

    /** As milliseconds, compact times of twelve digits are below, in 1976. */
    private static final double ABOVE_COMPACT = 2.2e11;

    private static final double FIRST_DAY = 30_000;
    private static final double LAST_DAY = 60_000;

    /** A date with points, which has the day first or the month, and perhaps a time. */
    private static final Pattern DOTTED =
            Pattern.compile("\\d{1,2}\\.\\d{1,2}\\.(\\d{2}|\\d{4})( \\d{1,2}:\\d{2}(:\\d{2})?)?");

    /** What a value looks like. Longer compact times are numbers of none of the other kinds. */
    enum Kind {
        COMPACT("compact dates such as 20240131", TimeFormat.COMPACT, 0, 0),
        SECONDS("epoch seconds", TimeFormat.EPOCH_SECONDS, 1e8, 1e11),
        MILLIS("epoch milliseconds", TimeFormat.EPOCH_MILLIS, 1e11, 1e13),
        MICROS("epoch microseconds", TimeFormat.EPOCH_MICROS, 1e14, 1e16),
        NANOS("epoch nanoseconds", TimeFormat.EPOCH_NANOS, 1e17, 1e20),
        SMALL("seconds of 1970 to 1973", TimeFormat.EPOCH_SECONDS, 0, 1e8),
        TEXT("text", TimeFormat.ISO, 0, 0),
        OTHER("", TimeFormat.AUTO, 0, 0);

        private final String label;
        private final TimeFormat format;
        private final double least;
        private final double most;

        /** Numbers of this kind are at least and less than some bounds, on either side of 0. */
        Kind(String label, TimeFormat format, double least, double most) {
            this.label = label;
            this.format = format;
            this.least = least;
            this.most = most;
        }

        boolean has(double number) {
            double size = Math.abs(number);
            return size >= least && size < most;
        }
    }

    private final TimeFormat format;
    private final Kind numbers;
    private final boolean american;
    private final String label;
    /** Whole numbers from here to there, most of all values, are read at once. */
    private final long from;

    private final long to;
    private final int millis;
    private final int perMilli;

    private FileTimes(TimeFormat format, Kind numbers, boolean american, String label) {
        this.format = format;
        this.numbers = numbers;
        this.american = american;
        this.label = label;
        this.from = (long) (numbers == Kind.MILLIS ? ABOVE_COMPACT : numbers.least);
        this.to = (long) numbers.most;
        this.millis = numbers.format == TimeFormat.EPOCH_SECONDS ? 1000 : 1;
        this.perMilli = numbers == Kind.MICROS ? 1000 : numbers == Kind.NANOS ? 1_000_000 : 1;
    }

    /** What these values, none of them blank, say about times of which it is known that they are such. */
    static FileTimes of(TimeFormat format, List<String> sample) {
        return of(format, sample, true);
    }

    /**
     * What these values, none of them blank, say about a file's times.
     *
     * @param known whether the file or the caller says that they are times; else small numbers are none
     */
    static FileTimes of(TimeFormat format, List<String> sample, boolean known) {
        if (format != TimeFormat.AUTO) {
            return new FileTimes(format, Kind.OTHER, true, format.toString());
        }
        Map<Kind, Integer> counts = count(sample);
        Kind numbers = Kind.OTHER;
        int most = 0;
        for (Kind kind : Kind.values()) {
            int count = counts.getOrDefault(kind, 0);
            if (kind != Kind.TEXT && kind != Kind.OTHER && count > most) {
                numbers = kind;
                most = count;
            }
        }
        boolean text = counts.getOrDefault(Kind.TEXT, 0) > most;
        if (text || numbers == Kind.SMALL && (!known || 2 * most <= sample.size())) {
            numbers = Kind.OTHER;
        }
        long dayFirst = sample.stream().filter(FileTimes::hasDayFirst).count();
        boolean american =
                dayFirst <= sample.stream().filter(FileTimes::hasMonthFirst).count();
        String label = !text
                ? numbers.label
                : sample.stream().anyMatch(value -> IsoTime.parse(value).isPresent())
                        ? "ISO"
                        : american ? "American, month first" : "dates with the day first, which are not read";
        return new FileTimes(format, numbers, american, label);
    }

    /** How many values look like what. */
    static Map<Kind, Integer> count(List<String> values) {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        values.forEach(value -> counts.merge(kind(value), 1, Integer::sum));
        return counts;
    }

    static Kind kind(CharSequence value) {
        if (CompactTime.parse(value).isPresent()) {
            return Kind.COMPACT;
        }
        double number = Decimal.parse(value);
        if (Double.isNaN(number)) {
            return IsoTime.parse(value).isPresent() || isAmerican(value) ? Kind.TEXT : Kind.OTHER;
        }
        return NUMBERS.stream().filter(kind -> kind.has(number)).findFirst().orElse(Kind.OTHER);
    }

    /** Milliseconds since 1970-01-01T00:00Z; empty if the text is no such time. */
    OptionalLong millis(CharSequence text) {
        if (format != TimeFormat.AUTO) {
            return format.millis(text);
        }
        long digits = TimeFormat.digits(text);
        if (digits >= from && digits < to) {
            return OptionalLong.of(perMilli == 1 ? digits * millis : digits / perMilli);
        }
        if (digits >= 0 || TimeFormat.numeric(text)) {
            boolean fits = numbers == Kind.COMPACT || numbers.has(digits >= 0 ? digits : Decimal.parse(text));
            if (numbers == Kind.MILLIS && digits < ABOVE_COMPACT && digits > 0) {
                fits &= CompactTime.parse(text).isEmpty();
            }
            return fits ? numbers.format.millis(text) : OptionalLong.empty();
        }
        OptionalLong iso = IsoTime.parse(text);
        if (iso.isPresent()) {
            return iso;
        }
        OptionalLong compact = CompactTime.parse(text);
        return compact.isPresent() || !american ? compact : AmericanTime.parse(text);
    }

    /** What the times were taken for, in words. */
    String label() {
        return label;
    }

    /** Why a value is no time, in words that follow it; empty if there is nothing to add. */
    String hint(CharSequence value) {
        if (format != TimeFormat.AUTO) {
            return ", where times are " + format;
        }
        if (!american && (isAmerican(value) || isAmerican(swapped(value)))) {
            return ", and the file has dates with the day first; name a pattern such as d/M/yyyy";
        }
        if (hasDayFirst(value)) {
            return ", and dates of this file are read with the month first; name a pattern such as d/M/yyyy";
        }
        Matcher dotted = DOTTED.matcher(value);
        if (dotted.matches()) {
            return "; name a pattern such as d.M." + (dotted.group(1).length() == 2 ? "yy" : "yyyy")
                    + (dotted.group(2) == null ? "" : " H:mm") + (dotted.group(3) == null ? "" : ":ss");
        }
        if (TimeFormat.numeric(value)) {
            if (numbers == Kind.OTHER && Kind.SMALL.has(Decimal.parse(value))) {
                return ", a number too small for a time; say what the columns hold";
            }
            return label.isEmpty()
                    ? ", and no numbers are among the first times of the file, to know their unit by"
                    : ", and the file's times were taken for " + label;
        }
        return "";
    }

    /** Whether a value may be a spreadsheet's day number, of the years 1982 to 2064. */
    static boolean isSpreadsheetDay(CharSequence value) {
        double number = Decimal.parse(value);
        return number >= FIRST_DAY && number < LAST_DAY;
    }

    /** Whether a date can have the day first alone. */
    static boolean hasDayFirst(CharSequence value) {
        return !isAmerican(value) && isAmerican(swapped(value));
    }

    /** Whether a date can have the month first alone. */
    static boolean hasMonthFirst(CharSequence value) {
        return isAmerican(value) && !isAmerican(swapped(value));
    }

    private static boolean isAmerican(CharSequence value) {
        return AmericanTime.parse(value).isPresent();
    }

    /** A date with its first two numbers exchanged. */
    private static String swapped(CharSequence value) {
        String[] parts = value.toString().split("/", 3);
        return parts.length < 3 ? "" : parts[1] + "/" + parts[0] + "/" + parts[2];
    }
}
