package dev.recommender.csv;

import dev.recommender.csv.UsageCsv.Role;
import java.io.IOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Decides what a usage file is taken for, by its first records and by what the caller says. */
final class UsageLayouts {
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
        problems.ofJson();
        if (format.columns.isPresent() && !byName()) {
            throw problems.refused(
                    0,
                    "is of JSON lines, whose columns have names and no places",
                    "name the keys, as in user=uid,item=sku");
        }
        List<String> keys = JsonRecords.keys(head);
        List<List<String>> sample = head.records(new JsonRecords(head.headFrom(0), keys, Set.of()));
        if (sample.isEmpty() || keys.isEmpty()) {
            return layout(0, 0, 0, "", keys, Map.of(), List.of(), true);
        }
        Map<Role, Integer> positions = byName() ? named(keys, 1) : wellKnown(keys);
        for (Role role : new Role[] {Role.USER, Role.ITEM}) {
            if (!positions.containsKey(role) && !(role == Role.USER && format.soleUser.isPresent())) {
                throw problems.refused(
                        0,
                        "has no key that is known for the " + name(role) + " among " + Problems.quoted(keys.toString()),
                        "name the keys, as in user=uid,item=sku");
            }
        }
        return layout(0, 0, 0, "", keys, positions, sample, true);
    }

    private UsageLayout delimited(Head head) throws IOException {
        int least = format.soleUser.isPresent() ? 1 : 2;
        Preamble preamble = Preamble.of(head, format.delimiter.orElse(","), least, this::namesColumns);
        String delimiter = format.delimiter.or(preamble::delimiter).orElse(",");
        List<List<String>> sample = head.records(preamble.bytes(), delimiter);
        try (RecordReader reader = new RecordReader(head.headFrom(preamble.bytes()), delimiter)) {
            if (!reader.next()) {
                return layout(0, 0, 0, delimiter, List.of(), Map.of(), List.of(), true);
            }
            List<String> first = Columns.header(reader);
            JsonNames.refuse(head, preamble, problems);
            if (reader.malformed() && preamble.header().isEmpty()) {
                refuseUnreadableHeader(head, preamble, delimiter, reader);
            }
            Delimiters.check(
                    sample, delimiter, format.delimiter.or(preamble::delimiter).isPresent(), least == 1, problems);
            List<String> comment =
                    namesColumns(first) ? List.of() : preamble.header(first, byName() ? Header.AUTO : format.header);
            boolean header = comment.isEmpty() && isHeader(first, reader.malformed());
            List<String> names = header ? first : comment;
            Map<Role, Integer> positions = positions(names, preamble.lines() + reader.line());
            if (!WellKnown.isHeader(names)) {
                refuseHalfKnown(first, preamble.lines() + reader.line());
            }
            List<List<String>> data = header && !sample.isEmpty() ? sample.subList(1, sample.size()) : sample;
            return layout(
                    preamble.bytes() + (header ? reader.bytesRead() : 0),
                    preamble.lines() + (header ? reader.linesRead() : 0),
                    preamble.skipped(),
                    delimiter,
                    names,
                    positions,
                    data,
                    format.columns.isPresent() || areKnown(names));
        }
    }

    /** Refuses a file whose first record is a header, or probably one, and is malformed. */
    private void refuseUnreadableHeader(Head head, Preamble preamble, String delimiter, RecordReader reader) {
        List<String> fields = Preamble.fields(preamble.firstLine(head), delimiter);
        boolean named = WellKnown.find(fields, Role.USER) != Columns.ABSENT
                || WellKnown.find(fields, Role.ITEM) != Columns.ABSENT;
        if (format.header == Header.YES || byName() || format.header == Header.AUTO && named) {
            throw problems.refused(
                    preamble.lines() + reader.line(),
                    "is a header that cannot be read: " + reader.complaint(),
                    reader.reason().remedy());
        }
    }

    /**
     * The layout of a file.
     *
     * @param known whether the file or the caller says what the columns hold
     */
    private UsageLayout layout(
            long start,
            long lines,
            int skipped,
            String delimiter,
            List<String> header,
            Map<Role, Integer> positions,
            List<List<String>> data,
            boolean known) {
        ColumnGuess guess = new ColumnGuess(format.times, header, delimiter, data, problems);
        boolean guessedWeights = !known && guess.takesThirdForWeights(positions);
        int time = place(positions, Role.TIME);
        boolean timed =
                known || time != Columns.ABSENT && time < header.size() && WellKnown.names(header.get(time), Role.TIME);
        if (known) {
            guess.refuseExchanged(positions);
        }
        List<String> timeValues = guess.values(time);
        if (format.times == TimeFormat.AUTO) {
            guess.refuseContradictingDates(timeValues);
            guess.refuseSmallTimes(time);
        }
        int most = data.stream().mapToInt(UsageLayouts::count).max().orElse(0);
        int width = format.serviceRules
                ? Integer.MAX_VALUE
                : header.isEmpty() ? Math.max(known(positions, guessedWeights), usualCount(data)) : header.size();
        int shown = header.isEmpty() ? Math.min(most, width) : header.size();
        return new UsageLayout(
                start,
                lines,
                skipped,
                delimiter,
                header,
                width,
                shown,
                positions,
                FileTimes.of(format.times, timeValues, timed),
                guessedWeights,
                guess.hasDecimalCommas(place(positions, Role.WEIGHT)),
                guess.doubts(positions, shown, format.columns.isEmpty()));
    }

    /** Whether fields are the names that the caller gives, or well-known ones where none are given. */
    private boolean namesColumns(List<String> fields) {
        return byName() ? format.columns.orElseThrow().isUnder(fields) : WellKnown.isHeader(fields);
    }

    /** Whether the mandatory columns are known by the names of a header. */
    private boolean areKnown(List<String> header) {
        boolean user = format.soleUser.isPresent() || WellKnown.find(header, Role.USER) != Columns.ABSENT;
        return user && WellKnown.find(header, Role.ITEM) != Columns.ABSENT;
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
        Map<Role, Integer> places = format.columns.map(Columns::byPosition).orElseGet(this::assumed);
        return isNamed(first, places, Role.ITEM)
                && (!places.containsKey(Role.USER) || isNamed(first, places, Role.USER));
    }

    private static boolean isNamed(List<String> first, Map<Role, Integer> positions, Role role) {
        int position = place(positions, role);
        return position < first.size() && WellKnown.names(first.get(position), role);
    }

    private Map<Role, Integer> positions(List<String> header, long line) {
        if (format.columns.isPresent()) {
            return byName() ? named(header, line) : format.columns.get().byPosition();
        }
        return areKnown(header) ? wellKnown(header) : assumed();
    }

    private Map<Role, Integer> named(List<String> header, long line) {
        return format.columns.orElseThrow().under(header, problems, line);
    }

    private Map<Role, Integer> wellKnown(List<String> header) {
        Map<Role, Integer> positions = new EnumMap<>(Role.class);
        for (Role role : roles()) {
            int position = WellKnown.find(header, role);
            if (position != Columns.ABSENT) {
                positions.put(role, position);
            }
        }
        return positions;
    }

    /** The columns of a file of which nothing is known. */
    private Map<Role, Integer> assumed() {
        Map<Role, Integer> positions = new EnumMap<>(Role.class);
        roles().forEach(role -> positions.put(role, positions.size()));
        return positions;
    }

    /** The roles that a file's columns have where none is named. */
    private List<Role> roles() {
        return Stream.of(Role.values())
                .filter(role -> role != Role.USER || format.soleUser.isEmpty())
                .toList();
    }

    static int place(Map<Role, Integer> positions, Role role) {
        return positions.getOrDefault(role, Columns.ABSENT);
    }

    private boolean byName() {
        return format.columns.map(Columns::byName).orElse(false);
    }

    /** How many columns are known where there is no header. */
    private int known(Map<Role, Integer> positions, boolean guessed) {
        return format.columns
                .map(Columns::count)
                .orElse(guessed ? Collections.max(positions.values()) + 1 : roles().size());
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
        if (format.header == Header.NO || format.columns.isPresent() || format.soleUser.isPresent()) {
            return;
        }
        for (Role role : new Role[] {Role.USER, Role.ITEM}) {
            int position = WellKnown.find(first, role);
            if (position != Columns.ABSENT
                    && WellKnown.plain(first.get(position)).endsWith("id")) {
                throw problems.refused(
                        line,
                        "seems to be a header, since it has " + Problems.quoted(first.get(position))
                                + ", but no name that is known for the "
                                + name(role == Role.USER ? Role.ITEM : Role.USER),
                        ColumnGuess.NAME_COLUMNS + "; or say that there is no header");
            }
        }
    }

    private static String name(Role role) {
        return role == Role.USER ? "users" : "items";
    }
}
