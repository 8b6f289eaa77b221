package dev.recommender.csv;

import dev.recommender.EventType;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** The events of one file, or of a range of its lines. */
final class UsageFile implements UsageEvents {
    /** A file is read in ranges of about so many bytes, for any number of threads. */
    static final long RANGE = 32L << 20;

    private static final int MAX_ITEM_ID = 450;
    private static final int MAX_USER_ID = 255;
    private static final int MAX_CACHED_TYPES = 1000;

    private static final List<Set<String>> WELL_KNOWN = List.of(
            Set.of("user", "userid", "customer", "customerid", "visitor", "visitorid", "household", "householdid"),
            Columns.ITEM_NAMES,
            Set.of("time", "timestamp", "date", "datetime", "eventtime"),
            Set.of("type", "event", "eventtype", "action"),
            Set.of("weight", "rating", "score", "quantity"));

    private final Path file;
    private final UsageFormat format;
    private final Problems.Budget budget;
    private final LineRanges ranges;
    private final int range;
    private final int[] columns;

    UsageFile(Path file, UsageFormat format, Problems.Budget budget) {
        this(file, format, budget, LineRanges.whole(file), 0, new int[0]);
    }

    private UsageFile(
            Path file, UsageFormat format, Problems.Budget budget, LineRanges ranges, int range, int[] columns) {
        this.file = file;
        this.format = format;
        this.budget = budget;
        this.ranges = ranges;
        this.range = range;
        this.columns = columns;
    }

    /** Ranges of this file of about so many bytes; the file itself if it cannot be divided. */
    List<UsageFile> ranges(long bytes) throws IOException {
        LineRanges cut = LineRanges.of(file, bytes);
        int[] known = cut.count() == 1 ? columns : columns();
        if (known.length == 0) {
            return List.of(this);
        }
        return IntStream.range(0, cut.count())
                .mapToObj(number -> new UsageFile(file, format, budget, cut, number, known))
                .toList();
    }

    /** Where the columns are, by the file's first record; none if there is no record or the columns are not there. */
    private int[] columns() throws IOException {
        Problems unreported = new Problems(this, file, new Problems.Budget(0, 1), problem -> {});
        try (RecordReader reader = new RecordReader(CsvFiles.open(file), format.delimiter)) {
            return reader.next() ? positions(reader, header(reader), unreported) : new int[0];
        } catch (ParsingException e) {
            return new int[0];
        }
    }

    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        Problems problems = new Problems(this, file, budget, format.listener);
        try (RecordReader reader =
                new RecordReader(ranges.open(range), format.delimiter, () -> ranges.linesBefore(range))) {
            if (reader.next()) {
                boolean header = range == 0 && header(reader);
                int[] positions = range == 0 ? positions(reader, header, problems) : columns;
                Lines lines = new Lines(positions, reader, problems, sink);
                if (!header) {
                    lines.read();
                }
                while (reader.next()) {
                    lines.read();
                }
            }
            ranges.counted(range, reader.linesRead());
        } catch (ZipException | EOFException e) {
            throw CsvFiles.damaged(file, e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return problems.report();
    }

    private boolean header(RecordReader first) {
        if (format.header != Header.AUTO) {
            return format.header == Header.YES;
        }
        if (format.columns.isPresent() && format.columns.get().byName()) {
            return true;
        }
        if (first.malformed()) {
            return false;
        }
        int[] positions = format.columns.map(Columns::byPosition).orElse(new int[0]);
        List<String> names = Columns.header(first).stream().map(Columns::plain).toList();
        return positions.length == 0
                ? find(names, 0) != Columns.ABSENT && find(names, 1) != Columns.ABSENT
                : wellKnown(names, positions, 1) && (positions[0] == Columns.ABSENT || wellKnown(names, positions, 0));
    }

    private static boolean wellKnown(List<String> names, int[] positions, int role) {
        return positions[role] < names.size() && WELL_KNOWN.get(role).contains(names.get(positions[role]));
    }

    private int[] positions(RecordReader first, boolean header, Problems problems) {
        if (format.columns.isPresent()) {
            Columns<UsageCsv.Role> columns = format.columns.get();
            return columns.byName() ? columns.under(first, problems) : columns.byPosition();
        }
        int[] positions = {0, 1, 2, 3, 4};
        if (header) {
            List<String> names =
                    Columns.header(first).stream().map(Columns::plain).toList();
            if (find(names, 0) != Columns.ABSENT && find(names, 1) != Columns.ABSENT) {
                for (int role = 0; role < positions.length; role++) {
                    positions[role] = find(names, role);
                }
            }
        }
        return positions;
    }

    private static int find(List<String> names, int role) {
        for (int at = 0; at < names.size(); at++) {
            if (WELL_KNOWN.get(role).contains(names.get(at))) {
                return at;
            }
        }
        return Columns.ABSENT;
    }

    /** Turns records into events; the first rule that a record breaks decides. */
    private final class Lines {
        private final int[] positions;
        private final RecordReader reader;
        private final Problems problems;
        private final Sink sink;
        private final @Nullable String soleUser = format.soleUser.orElse(null);
        private final Map<String, EventType> types = new HashMap<>();
        private String lastName = "";
        private EventType lastType = EventType.CUSTOM;

        Lines(int[] positions, RecordReader reader, Problems problems, Sink sink) {
            this.positions = positions;
            this.reader = reader;
            this.problems = problems;
            this.sink = sink;
        }

        void read() {
            problems.line();
            if (reader.malformed()) {
                problems.malformed(reader);
                return;
            }
            Slice user = Columns.field(reader, positions[0]);
            Slice item = Columns.field(reader, positions[1]);
            if (item == null || item.isEmpty()) {
                problems.error(ParsingReason.MISSING_FIELDS, reader.line(), "item", item);
                return;
            }
            CharSequence who = soleUser != null ? soleUser : user == null ? "" : user;
            if (who.isEmpty()) {
                missingUser(user);
                return;
            }
            OptionalLong time = time();
            if (time.isEmpty()) {
                return;
            }
            double weight = weight();
            if (Double.isInfinite(weight)) {
                return;
            }
            CharSequence itemId = format.serviceRules ? item.toString().toLowerCase(Locale.ROOT) : item;
            CharSequence userId = format.serviceRules ? who.toString().toLowerCase(Locale.ROOT) : who;
            if (usable(itemId, userId)) {
                if (sink.event(userId, itemId, time.getAsLong(), type(), weight)) {
                    problems.success();
                } else {
                    problems.warning(ParsingReason.UNKNOWN_ITEM_ID, reader.line(), "item", itemId);
                }
            }
        }

        private void missingUser(@Nullable Slice user) {
            if (format.skipRowsWithoutUser) {
                problems.warning(ParsingReason.SKIPPED_WITHOUT_USER, reader.line(), "user", "");
            } else {
                problems.error(ParsingReason.MISSING_FIELDS, reader.line(), "user", user);
            }
        }

        private OptionalLong time() {
            Slice field = Columns.field(reader, positions[2]);
            if (field == null) {
                return OptionalLong.of(NO_TIME);
            }
            OptionalLong time = format.times.millis(field);
            if (time.isEmpty()) {
                problems.error(ParsingReason.BAD_TIMESTAMP_FORMAT, reader.line(), "time", field);
            }
            return time;
        }

        private EventType type() {
            Slice field = Columns.field(reader, positions[3]);
            if (field == null || lastName.contentEquals(field)) {
                return field == null ? EventType.CUSTOM : lastType;
            }
            String name = field.toString();
            EventType type = types.get(name);
            if (type == null) {
                // A lone hyphen is how many exports write "none"; no type can have such a name.
                boolean none = name.chars().allMatch(c -> c == '-' || c == '_');
                type = none ? EventType.CUSTOM : EventType.of(name);
                if (types.size() < MAX_CACHED_TYPES) {
                    types.put(name, type);
                }
            }
            lastName = name;
            lastType = type;
            return type;
        }

        /** The weight, {@link #NO_WEIGHT}, or infinity after reporting a bad one. */
        private double weight() {
            Slice field = Columns.field(reader, positions[4]);
            if (field == null || field.isEmpty()) {
                return NO_WEIGHT;
            }
            double weight = Decimal.parse(field);
            if (!(Math.abs(weight) <= Float.MAX_VALUE)) {
                problems.error(ParsingReason.BAD_WEIGHT_FORMAT, reader.line(), "weight", field);
                return Double.POSITIVE_INFINITY;
            }
            return weight;
        }

        private boolean usable(CharSequence item, CharSequence user) {
            if (item.length() > MAX_ITEM_ID) {
                problems.error(ParsingReason.ITEM_ID_TOO_LONG, reader.line(), "item", item);
                return false;
            }
            if (user.length() > MAX_USER_ID) {
                problems.error(ParsingReason.USER_ID_TOO_LONG, reader.line(), "user", user);
                return false;
            }
            if (format.serviceRules
                    && !user.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
                problems.error(ParsingReason.ILLEGAL_CHARACTERS_IN_USER_ID, reader.line(), "user", user);
                return false;
            }
            return true;
        }
    }
}
