package dev.recommender.csv;

import dev.recommender.csv.FileTimes.Kind;
import dev.recommender.csv.UsageCsv.Role;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Decides what a usage file is taken for, by its first records and by what the caller says. */
final class UsageLayouts {
    private static final String NAME_COLUMNS =
            "say what the columns hold, by position as in user,item,weight,type or by the header's names";
    private static final int ROLES = Role.values().length;

    private final UsageFormat format;
    private final Problems problems;

    private UsageLayouts(UsageFormat format, Problems problems) {
        this.format = format;
        this.problems = problems;
    }

    /**
     * Decides by the head of a file.
     *
     * @throws dev.recommender.ParsingException if the file contradicts itself or the caller
     */
    static UsageLayout of(Head head, UsageFormat format, Problems problems) throws IOException {
        UsageLayouts layouts = new UsageLayouts(format, problems);
        return JsonNames.isNamed(head.text().name()) ? layouts.json(head) : layouts.delimited(head);
    }

    private UsageLayout json(Head head) throws IOException {
        List<String> keys = JsonRecords.keys(head);
        List<List<String>> sample = head.records(new JsonRecords(head.headFrom(0), keys, List.of()));
        if (sample.isEmpty() || keys.isEmpty()) {
            return layout(0, 0, 0, "", keys, absent(), List.of(), false);
        }
        int[] positions = byName() ? named(keys, 1) : wellKnown(keys);
        for (Role role : new Role[] {Role.USER, Role.ITEM}) {
            if (positions[role.ordinal()] == Columns.ABSENT && !(role == Role.USER && format.soleUser.isPresent())) {
                throw problems.refused(
                        0,
                        "has no key that is known for the " + name(role) + " among " + Problems.quoted(keys.toString()),
                        "name the keys, as in user=uid,item=sku");
            }
        }
        return layout(0, 0, 0, "", keys, positions, sample, false);
    }

    private UsageLayout delimited(Head head) throws IOException {
        int least = format.soleUser.isPresent() ? 1 : 2;
        Preamble preamble =
                Preamble.of(head, format.delimiter.orElse(","), least, fields -> WellKnown.isHeader(fields));
        String delimiter = format.delimiter.or(preamble::delimiter).orElse(",");
        List<List<String>> sample = head.records(preamble.bytes(), delimiter);
        try (RecordReader reader = new RecordReader(head.headFrom(preamble.bytes()), delimiter)) {
            if (!reader.next()) {
                return layout(0, 0, 0, delimiter, List.of(), absent(), List.of(), false);
            }
            List<String> first = Columns.header(reader);
            JsonNames.refuse(head, preamble, problems);
            if (reader.malformed()) {
                refuseUnreadableHeader(head, preamble, delimiter, reader);
            }
            Delimiters.check(
                    sample, delimiter, format.delimiter.or(preamble::delimiter).isPresent(), least == 1, problems);
            boolean header = isHeader(first, reader.malformed());
            List<String> names =
                    header ? first : byName() ? List.of() : preamble.header().orElse(List.of());
            int[] positions = positions(names, preamble.lines() + reader.line());
            if (names.isEmpty()) {
                refuseHalfKnown(first, preamble.lines() + reader.line());
            }
            List<List<String>> data = header && !sample.isEmpty() ? sample.subList(1, sample.size()) : sample;
            boolean weights = names.isEmpty() && format.columns.isEmpty() && guess(positions, data);
            return layout(
                    preamble.bytes() + (header ? reader.bytesRead() : 0),
                    preamble.lines() + (header ? reader.linesRead() : 0),
                    preamble.skipped(),
                    delimiter,
                    names,
                    positions,
                    data,
                    weights);
        }
    }

    /** Refuses a file whose first record is a header, or probably one, and is malformed. */
    private void refuseUnreadableHeader(Head head, Preamble preamble, String delimiter, RecordReader reader) {
        List<String> fields = Preamble.fields(preamble.firstLine(head), delimiter);
        boolean named = WellKnown.find(fields, 0) != Columns.ABSENT || WellKnown.find(fields, 1) != Columns.ABSENT;
        if (format.header == Header.YES || byName() || format.header == Header.AUTO && named) {
            throw problems.refused(
                    preamble.lines() + reader.line(),
                    "is a header that cannot be read: " + reader.complaint(),
                    reader.reason().remedy());
        }
    }

    private UsageLayout layout(
            long start,
            long lines,
            int skipped,
            String delimiter,
            List<String> header,
            int[] positions,
            List<List<String>> data,
            boolean guessedWeights) {
        boolean known = !header.isEmpty() || format.columns.isPresent();
        List<String> timeValues = values(data, positions[Role.TIME.ordinal()]);
        if (known) {
            refuseExchanged(header, positions, timeValues, values(data, positions[Role.WEIGHT.ordinal()]));
        }
        int most = data.stream().mapToInt(UsageLayouts::count).max().orElse(0);
        int width = format.serviceRules
                ? Integer.MAX_VALUE
                : header.isEmpty() ? Math.max(known(positions, guessedWeights), usualCount(data)) : header.size();
        return new UsageLayout(
                start,
                lines,
                skipped,
                delimiter,
                header,
                width,
                header.isEmpty() ? Math.min(most, width) : header.size(),
                Arrays.stream(positions).boxed().toList(),
                FileTimes.of(format.times, timeValues, known),
                guessedWeights);
    }

    private boolean isHeader(List<String> first, boolean malformed) {
        if (format.header != Header.AUTO) {
            return format.header == Header.YES;
        }
        if (byName()) {
            return true;
        }
        if (malformed || format.columns.isEmpty() && WellKnown.isHeader(first)) {
            return !malformed;
        }
        int[] positions = format.columns.map(Columns::byPosition).orElseGet(this::assumed);
        return isNamed(first, positions, Role.ITEM)
                && (positions[Role.USER.ordinal()] == Columns.ABSENT || isNamed(first, positions, Role.USER));
    }

    private static boolean isNamed(List<String> first, int[] positions, Role role) {
        int position = positions[role.ordinal()];
        return position < first.size() && WellKnown.names(first.get(position), role.ordinal());
    }

    private int[] positions(List<String> header, long line) {
        if (format.columns.isPresent()) {
            return byName() ? named(header, line) : format.columns.get().byPosition();
        }
        boolean user = format.soleUser.isPresent() || WellKnown.find(header, 0) != Columns.ABSENT;
        return user && WellKnown.find(header, 1) != Columns.ABSENT ? wellKnown(header) : assumed();
    }

    private int[] named(List<String> header, long line) {
        return format.columns.orElseThrow().under(header, problems, line);
    }

    private int[] wellKnown(List<String> header) {
        int[] positions = absent();
        for (int role = format.soleUser.isPresent() ? 1 : 0; role < ROLES; role++) {
            positions[role] = WellKnown.find(header, role);
        }
        return positions;
    }

    /** The columns of a file of which nothing is known. */
    private int[] assumed() {
        int[] positions = new int[ROLES];
        Arrays.setAll(positions, role -> format.soleUser.isPresent() ? role - 1 : role);
        return positions;
    }

    private static int[] absent() {
        int[] positions = new int[ROLES];
        Arrays.fill(positions, Columns.ABSENT);
        return positions;
    }

    private boolean byName() {
        return format.columns.map(Columns::byName).orElse(false);
    }

    /** How many columns are known where there is no header. */
    private int known(int[] positions, boolean guessed) {
        return format.columns
                .map(Columns::count)
                .orElse(
                        guessed
                                ? Arrays.stream(positions).max().orElse(0) + 1
                                : format.soleUser.isPresent() ? ROLES - 1 : ROLES);
    }

    /** How many fields most records have, blank ones at the end apart; of equally frequent counts the greatest. */
    private static int usualCount(List<List<String>> data) {
        Map<Integer, Integer> frequencies = new TreeMap<>();
        data.stream()
                .filter(record -> !record.isEmpty())
                .forEach(record -> frequencies.merge(count(record), 1, Integer::sum));
        int most = 0;
        int usual = 0;
        for (Map.Entry<Integer, Integer> count : frequencies.entrySet()) {
            if (count.getValue() >= most) {
                most = count.getValue();
                usual = count.getKey();
            }
        }
        return usual;
    }

    private static int count(List<String> record) {
        int count = record.size();
        while (count > 0 && record.get(count - 1).isEmpty()) {
            count--;
        }
        return count;
    }

    /** Refuses a first record that names one of the two mandatory columns as a header does, but not the other. */
    private void refuseHalfKnown(List<String> first, long line) {
        if (format.header != Header.AUTO || format.columns.isPresent() || format.soleUser.isPresent()) {
            return;
        }
        for (Role role : new Role[] {Role.USER, Role.ITEM}) {
            int position = WellKnown.find(first, role.ordinal());
            if (position != Columns.ABSENT
                    && WellKnown.plain(first.get(position)).endsWith("id")) {
                throw problems.refused(
                        line,
                        "seems to be a header, since it has " + Problems.quoted(first.get(position))
                                + ", but no name that is known for the "
                                + name(role == Role.USER ? Role.ITEM : Role.USER),
                        NAME_COLUMNS + "; or say that there is no header");
            }
        }
    }

    /**
     * Takes a column that should hold times, but holds numbers too small for that, for weights, and times that follow for
     * the times; says whether it did.
     */
    private boolean guess(int[] positions, List<List<String>> data) {
        int third = positions[Role.TIME.ordinal()];
        List<String> values = values(data, third);
        long records = data.stream().filter(record -> !record.isEmpty()).count();
        List<String> next = values(data, third + 1);
        List<String> afterNext = values(data, third + 2);
        boolean nextIsUsual = 2L * next.size() > records;
        boolean afterNextIsUsual = 2L * afterNext.size() > records;
        Map<Kind, Integer> kinds = FileTimes.count(values);
        boolean small = 2 * kinds.getOrDefault(Kind.SMALL, 0) > records && format.times == TimeFormat.AUTO;
        Map<Kind, Integer> nextKinds = FileTimes.count(next);
        int numbersNext = next.size() - nextKinds.getOrDefault(Kind.OTHER, 0) - nextKinds.getOrDefault(Kind.TEXT, 0);
        int timesNext = next.size() - nextKinds.getOrDefault(Kind.OTHER, 0) - nextKinds.getOrDefault(Kind.SMALL, 0);
        long longer = data.stream().filter(record -> record.size() > third + 1).count();
        boolean timed = 2 * timesNext > next.size() && 2 * longer > records;
        if (small && (!nextIsUsual && !afterNextIsUsual || timed)) {
            positions[Role.TIME.ordinal()] = timed ? third + 1 : Columns.ABSENT;
            positions[Role.TYPE.ordinal()] = Columns.ABSENT;
            positions[Role.WEIGHT.ordinal()] = third;
            return true;
        }
        if (small) {
            throw problems.refused(
                    0,
                    "has numbers such as " + values.get(0) + " in column " + (third + 1)
                            + ", which are no times, and neither times nor nothing in column " + (third + 2),
                    NAME_COLUMNS);
        }
        if (2 * numbersNext > next.size() && nextIsUsual && !afterNextIsUsual) {
            throw problems.refused(
                    0,
                    "has numbers such as " + next.get(0) + " in column " + (third + 2)
                            + ", which may be types of events or weights",
                    NAME_COLUMNS);
        }
        return false;
    }

    /** Refuses columns of times and weights that hold what the other is said to hold. */
    private void refuseExchanged(List<String> header, int[] positions, List<String> times, List<String> weights) {
        if (format.times != TimeFormat.AUTO) {
            return;
        }
        int small = FileTimes.count(times).getOrDefault(Kind.SMALL, 0);
        Map<Kind, Integer> kinds = FileTimes.count(weights);
        int moments = Stream.of(Kind.SECONDS, Kind.MILLIS, Kind.MICROS, Kind.NANOS, Kind.TEXT)
                .mapToInt(kind -> kinds.getOrDefault(kind, 0))
                .sum();
        if (2 * small > times.size() && 2 * moments > weights.size()) {
            String time = column(header, positions[Role.TIME.ordinal()]);
            String weight = column(header, positions[Role.WEIGHT.ordinal()]);
            throw problems.refused(
                    0,
                    "has numbers such as " + times.get(0) + " as times in " + time + ", and such as " + weights.get(0)
                            + " as weights in " + weight + ", which seem to be exchanged",
                    NAME_COLUMNS + ", or name the format of the times");
        }
    }

    private static String column(List<String> header, int position) {
        return position < header.size() ? Problems.quoted(header.get(position)) : "column " + (position + 1);
    }

    /** The values of a column that are not blank. */
    private static List<String> values(List<List<String>> data, int position) {
        if (position == Columns.ABSENT) {
            return List.of();
        }
        List<String> values = new ArrayList<>();
        data.stream()
                .map(record -> position < record.size() ? record.get(position) : "")
                .filter(value -> !Blanks.isBlank(value))
                .forEach(values::add);
        return values;
    }

    private static String name(Role role) {
        return role == Role.USER ? "users" : "items";
    }
}
