package dev.recommender.csv;

import dev.recommender.ColumnDoubt;
import dev.recommender.csv.FileTimes.Kind;
import dev.recommender.csv.UsageCsv.Role;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells by the first values of a usage file's columns what they hold, and refuses columns that contradict themselves. */
final class ColumnGuess {
    static final String NAME_COLUMNS =
            "say what the columns hold, by position as in user,item,weight,type or by the header's names";

    private static final Set<Kind> MOMENTS = EnumSet.of(Kind.SECONDS, Kind.MILLIS, Kind.MICROS, Kind.NANOS, Kind.TEXT);

    private static final Set<String> WORDS_FOR_TIMES =
            Set.of("time", "times", "date", "dates", "datetime", "timestamp", "timestamps");

    private static final Pattern DECIMAL_ID = Pattern.compile("-?[0-9]+\\.0");

    private final TimeFormat times;
    private final List<String> header;
    private final String delimiter;
    private final List<List<String>> data;
    private final Problems problems;

    /** Looks at the first records, without the header. */
    ColumnGuess(TimeFormat times, List<String> header, String delimiter, List<List<String>> data, Problems problems) {
        this.times = times;
        this.header = header;
        this.delimiter = delimiter;
        this.data = data;
        this.problems = problems;
    }

    /** The values of a column that are not blank. */
    List<String> values(int position) {
        if (position == Columns.ABSENT) {
            return List.of();
        }
        return data.stream()
                .map(record -> position < record.size() ? record.get(position) : "")
                .filter(value -> !Blanks.isBlank(value))
                .toList();
    }

    /** The same with a point in numbers that have a decimal comma. */
    private List<String> numbers(int position) {
        List<String> values = values(position);
        return hasDecimalCommas(position)
                ? values.stream().map(Decimal::withPoint).toList()
                : values;
    }

    /**
     * Whether the numbers of a column have decimal commas: most of those with commas cannot be thousands, and no number
     * has a point. A few typing errors in a column of thousands would otherwise divide all of it by 1,000. Where fields
     * are separated by commas, none has.
     */
    boolean hasDecimalCommas(int position) {
        List<String> values = delimiter.isEmpty() || delimiter.contains(",") ? List.of() : values(position);
        long decimals = values.stream().filter(Decimal::hasComma).count();
        return 2 * decimals > values.stream().filter(Decimal::hasCommas).count()
                && values.stream().noneMatch(value -> value.indexOf('.') >= 0 && TimeFormat.numeric(value));
    }

    /**
     * Takes a column that should hold times, but holds numbers too small for that, for weights, and times that follow for
     * the times; says whether it did. A column that the header calls a time is left as it is.
     */
    boolean takesThirdForWeights(Map<Role, Integer> positions) {
        int third = UsageLayouts.place(positions, Role.TIME);
        if (third == Columns.ABSENT) {
            return false;
        }
        List<String> values = numbers(third);
        long records = data.stream().filter(record -> !record.isEmpty()).count();
        List<String> next = numbers(third + 1);
        boolean nextIsUsual = 2L * next.size() > records;
        boolean afterNextIsUsual = 2L * values(third + 2).size() > records;
        boolean named = third < header.size() && WellKnown.names(header.get(third), Role.TIME);
        boolean small = !named
                && times == TimeFormat.AUTO
                && 2 * FileTimes.count(values).getOrDefault(Kind.SMALL, 0) > records;
        Map<Kind, Integer> nextKinds = FileTimes.count(next);
        int numbersNext = next.size() - nextKinds.getOrDefault(Kind.OTHER, 0) - nextKinds.getOrDefault(Kind.TEXT, 0);
        int timesNext = next.size() - nextKinds.getOrDefault(Kind.OTHER, 0) - nextKinds.getOrDefault(Kind.SMALL, 0);
        long longer = data.stream().filter(record -> record.size() > third + 1).count();
        boolean timed = 2 * timesNext > next.size() && 2 * longer > records;
        if (small && (!nextIsUsual && !afterNextIsUsual || timed)) {
            positions.keySet().removeAll(Set.of(Role.TIME, Role.TYPE));
            positions.put(Role.WEIGHT, third);
            if (timed) {
                positions.put(Role.TIME, third + 1);
            }
            return true;
        }
        if (small) {
            throw problems.refused(
                    0,
                    "has numbers such as " + first(values, EnumSet.of(Kind.SMALL)) + " in " + column(third)
                            + ", which are no times, and neither times nor nothing in " + column(third + 1),
                    NAME_COLUMNS);
        }
        if (2 * numbersNext > next.size() && nextIsUsual && !afterNextIsUsual) {
            throw problems.refused(
                    0,
                    "has numbers such as " + first(next, EnumSet.complementOf(EnumSet.of(Kind.OTHER, Kind.TEXT)))
                            + " in " + column(third + 1) + ", which may be types of events or weights",
                    NAME_COLUMNS);
        }
        return false;
    }

    /**
     * What is doubtful of columns by their first values, by position: ids that end in .0. Where nobody named the columns,
     * also times that are not used, and negative weights.
     *
     * @param count how many columns there are
     * @param guessed whether nobody named the columns
     */
    Map<Integer, ColumnDoubt> doubts(Map<Role, Integer> positions, int count, boolean guessed) {
        Map<Integer, ColumnDoubt> doubts = new HashMap<>();
        for (Role role : new Role[] {Role.USER, Role.ITEM}) {
            int position = UsageLayouts.place(positions, role);
            List<String> ids = values(position);
            if (!ids.isEmpty()
                    && ids.stream().allMatch(id -> DECIMAL_ID.matcher(id).matches())) {
                doubts.put(position, ColumnDoubt.DECIMAL_IDS);
            }
        }
        int weight = UsageLayouts.place(positions, Role.WEIGHT);
        if (guessed && numbers(weight).stream().anyMatch(value -> Decimal.parse(value) < 0)) {
            doubts.put(weight, ColumnDoubt.NEGATIVE_WEIGHTS);
        }
        for (int position = 0; guessed && !positions.containsKey(Role.TIME) && position < count; position++) {
            if (!positions.containsValue(position) && seemsToHoldTimes(position)) {
                doubts.put(position, ColumnDoubt.UNUSED_TIMES);
            }
        }
        return Map.copyOf(doubts);
    }

    /** Whether most values of a column are dates in words or, if the header says so, numbers that can be times. */
    private boolean seemsToHoldTimes(int position) {
        List<String> values = values(position);
        Map<Kind, Integer> kinds = FileTimes.count(values);
        boolean named = position < header.size()
                && WellKnown.words(header.get(position)).stream().anyMatch(WORDS_FOR_TIMES::contains);
        int times = named
                ? values.size() - kinds.getOrDefault(Kind.OTHER, 0) - kinds.getOrDefault(Kind.SMALL, 0)
                : kinds.getOrDefault(Kind.TEXT, 0);
        return 2 * times > values.size();
    }

    /** Refuses columns of times and weights that hold what the other is said to hold. */
    void refuseExchanged(Map<Role, Integer> positions) {
        if (times != TimeFormat.AUTO) {
            return;
        }
        int time = UsageLayouts.place(positions, Role.TIME);
        int weight = UsageLayouts.place(positions, Role.WEIGHT);
        List<String> timeValues = numbers(time);
        List<String> weights = values(weight);
        int small = FileTimes.count(timeValues).getOrDefault(Kind.SMALL, 0);
        Map<Kind, Integer> kinds = FileTimes.count(weights);
        int moments =
                MOMENTS.stream().mapToInt(kind -> kinds.getOrDefault(kind, 0)).sum();
        if (2 * small > timeValues.size() && 2 * moments > weights.size()) {
            throw problems.refused(
                    0,
                    "has numbers such as " + first(timeValues, EnumSet.of(Kind.SMALL)) + " as times in " + column(time)
                            + ", and such as " + first(weights, MOMENTS) + " as weights in " + column(weight)
                            + ", which seem to be exchanged",
                    NAME_COLUMNS + ", or name the format of the times");
        }
    }

    /**
     * Refuses numbers too small for times in a column that a header calls a time, and numbers like a spreadsheet's days in
     * any column that is said to hold times: as seconds they would all be of 1970.
     */
    void refuseSmallTimes(int time) {
        List<String> values = numbers(time);
        List<String> small = values.stream()
                .filter(value -> FileTimes.kind(value) == Kind.SMALL)
                .toList();
        boolean named = time < header.size() && time != Columns.ABSENT && WellKnown.names(header.get(time), Role.TIME);
        long days = small.stream().filter(FileTimes::isSpreadsheetDay).count();
        if (named && 2 * small.size() > values.size() || 2 * days > values.size()) {
            throw problems.refused(
                    0,
                    "has numbers such as " + small.get(0) + " as times in " + column(time)
                            + ", which are too small for that, and may be day numbers of Excel or months",
                    "export dates as text, or name the format of the times, such as epoch-seconds");
        }
    }

    /** Refuses times some of which have the day first and some the month, so that it is open what the others have. */
    void refuseContradictingDates(List<String> values) {
        List<String> dayFirst = values.stream().filter(FileTimes::hasDayFirst).toList();
        List<String> monthFirst =
                values.stream().filter(FileTimes::hasMonthFirst).toList();
        int fewer = Math.min(dayFirst.size(), monthFirst.size());
        int more = Math.max(dayFirst.size(), monthFirst.size());
        if (fewer > LineShare.FEW && fewer > more / LineShare.LINES_PER_ERROR) {
            throw problems.refused(
                    0,
                    "has dates with the day first, such as " + dayFirst.get(0) + ", and with the month first, such as "
                            + monthFirst.get(0) + ", so that it is open what the others mean",
                    "keep them apart in files of their own, and name the format of the times");
        }
    }

    /** The first value of some kinds. */
    private static String first(List<String> values, Set<Kind> kinds) {
        Optional<String> first = values.stream()
                .filter(value -> kinds.contains(FileTimes.kind(value)))
                .findFirst();
        return Stream.concat(first.stream(), values.stream()).findFirst().orElse("");
    }

    private String column(int position) {
        return position < header.size() ? Problems.quoted(header.get(position)) : "column " + (position + 1);
    }
}
