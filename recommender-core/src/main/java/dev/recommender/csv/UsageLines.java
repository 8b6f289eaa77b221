package dev.recommender.csv;

import static dev.recommender.UsageEvents.NO_TIME;
import static dev.recommender.UsageEvents.NO_WEIGHT;

import dev.recommender.EventType;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents.Sink;
import dev.recommender.csv.FileTimes.Kind;
import dev.recommender.csv.UsageCsv.Role;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Turns the records of a file, or of a range of it, into events; the first rule that a record breaks decides. */
final class UsageLines {
    private static final int MAX_ITEM_ID = 450;
    private static final int MAX_USER_ID = 255;
    private static final int MAX_CACHED_TYPES = 1000;

    private final UsageLayout layout;
    private final UsageFormat format;
    private final Records records;
    private final Problems problems;
    private final Sink sink;
    private final int userColumn;
    private final int itemColumn;
    private final int timeColumn;
    private final int typeColumn;
    private final int weightColumn;
    private final @Nullable String soleUser;
    private final boolean headersRepeat;
    private final String itemName;
    private final Values values = new Values();
    private final Map<String, EventType> types = new HashMap<>();
    private String lastName = "";
    private EventType lastType = EventType.CUSTOM;

    UsageLines(UsageLayout layout, UsageFormat format, Records records, Problems problems, Sink sink) {
        this.layout = layout;
        this.format = format;
        this.records = records;
        this.problems = problems;
        this.sink = sink;
        this.userColumn = layout.position(Role.USER);
        this.itemColumn = layout.position(Role.ITEM);
        this.timeColumn = layout.position(Role.TIME);
        this.typeColumn = layout.position(Role.TYPE);
        this.weightColumn = layout.position(Role.WEIGHT);
        this.soleUser = format.soleUser.orElse(null);
        this.itemName = layout.header().isEmpty() ? "" : layout.name(itemColumn);
        this.headersRepeat = format.header != Header.NO && !layout.isJson();
    }

    /**
     * Reads all records.
     *
     * @param files how many files they count as: 1, or 0 for a further part of a file
     */
    ParsingReport readAll(String charset, int files) throws IOException {
        problems.takenFor(() -> layout.describe(problems.file(), files, charset, values));
        while (records.next()) {
            read();
        }
        return problems.report();
    }

    private void read() {
        problems.line();
        if (records.malformed()) {
            problems.malformed(records);
            return;
        }
        Slice user = Columns.field(records, userColumn);
        Slice item = Columns.field(records, itemColumn);
        if (headersRepeat && item != null && isHeader(user, item)) {
            repeatedHeader(item);
            return;
        }
        if (records.fieldCount() > layout.width() && hasMoreThanBlanks()) {
            problems.tooManyFields(records, layout.width());
            return;
        }
        if (item == null || Blanks.isBlank(item)) {
            problems.error(ParsingReason.MISSING_FIELDS, records.line(), "item", item);
            return;
        }
        CharSequence who = soleUser != null ? soleUser : user == null ? "" : user;
        if (soleUser == null && Blanks.isBlank(who)) {
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
        event(who, item, time.getAsLong(), weight);
    }

    private void event(CharSequence who, Slice item, long time, double weight) {
        CharSequence itemId = format.serviceRules ? item.toString().toLowerCase(Locale.ROOT) : item;
        CharSequence userId = format.serviceRules ? who.toString().toLowerCase(Locale.ROOT) : who;
        if (usable(itemId, userId)) {
            EventType type = type();
            if (sink.event(userId, itemId, time, type, weight)) {
                values.add(time, weight);
                if (typeColumn != Columns.ABSENT) {
                    values.add(type);
                }
                problems.success();
            } else {
                problems.warning(ParsingReason.UNKNOWN_ITEM_ID, records.line(), "item", itemId);
            }
        }
    }

    private void missingUser(@Nullable Slice user) {
        if (format.skipRowsWithoutUser) {
            problems.warning(ParsingReason.SKIPPED_WITHOUT_USER, records.line(), "user", user == null ? "" : user);
        } else {
            problems.error(ParsingReason.MISSING_FIELDS, records.line(), "user", user);
        }
    }

    /** Whether the record is the file's header once more, or another one with well-known names. */
    private boolean isHeader(@Nullable Slice user, Slice item) {
        if (!layout.header().isEmpty() && itemName.contentEquals(item)) {
            List<String> fields = Columns.header(records);
            return layout.header().equals(fields) || isWellKnown(fields);
        }
        return user != null
                && WellKnown.mayName(item)
                && WellKnown.mayName(user)
                && isWellKnown(Columns.header(records));
    }

    private static boolean isWellKnown(List<String> fields) {
        return WellKnown.isHeader(fields)
                && fields.stream().allMatch(field -> field.isEmpty() || FileTimes.kind(field) == Kind.OTHER);
    }

    /** Leaves out a header in the midst of the file, if its columns stand where those of the file stand. */
    private void repeatedHeader(Slice item) {
        List<String> header = Columns.header(records);
        for (Role role : layout.header().equals(header) ? new Role[0] : Role.values()) {
            int position = WellKnown.find(header, role);
            if (position != Columns.ABSENT && position != layout.position(role)) {
                throw problems.refused(
                        records.line(),
                        "is a header whose columns are others than those of the lines before: "
                                + Problems.quoted(header.toString()),
                        "keep files with different columns apart");
            }
        }
        problems.warning(ParsingReason.REPEATED_HEADER, records.line(), "item", item);
    }

    private boolean hasMoreThanBlanks() {
        for (int at = layout.width(); at < records.fieldCount(); at++) {
            if (!records.field(at).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private OptionalLong time() {
        Slice field = Columns.field(records, timeColumn);
        if (field == null || Blanks.isBlank(field) && !format.serviceRules) {
            return OptionalLong.of(NO_TIME);
        }
        OptionalLong time = layout.times().millis(field);
        if (time.isEmpty()) {
            problems.error(
                    ParsingReason.BAD_TIMESTAMP_FORMAT,
                    records.line(),
                    "time",
                    field,
                    layout.times().hint(field));
        }
        return time;
    }

    private EventType type() {
        Slice field = Columns.field(records, typeColumn);
        if (field == null || lastName.contentEquals(field)) {
            return field == null ? EventType.CUSTOM : lastType;
        }
        String name = field.toString();
        EventType type = types.get(name);
        if (type == null) {
            // A lone hyphen is how many exports write "none"; no type can have such a name.
            boolean none = Blanks.isBlank(name) || name.chars().allMatch(c -> c == '-' || c == '_');
            type = none ? EventType.CUSTOM : EventType.of(name);
            if (types.size() < MAX_CACHED_TYPES) {
                types.put(name, type);
            }
        }
        lastName = name;
        lastType = type;
        return type;
    }

    /** The weight, {@link dev.recommender.UsageEvents#NO_WEIGHT}, or infinity after reporting a bad one. */
    private double weight() {
        Slice field = Columns.field(records, weightColumn);
        if (field == null || Blanks.isBlank(field)) {
            return NO_WEIGHT;
        }
        double weight = layout.decimalCommas() ? withComma(field.toString()) : Decimal.parse(field);
        if (!(Math.abs(weight) <= Float.MAX_VALUE)) {
            problems.error(ParsingReason.BAD_WEIGHT_FORMAT, records.line(), "weight", field, hint(field.toString()));
            return Double.POSITIVE_INFINITY;
        }
        if (layout.guessedWeights() && !Kind.SMALL.has(weight)) {
            String hint = ", in a column that was taken for weights since most of its numbers are too small for times";
            problems.error(ParsingReason.BAD_WEIGHT_FORMAT, records.line(), "weight", field, hint);
            return Double.POSITIVE_INFINITY;
        }
        return weight;
    }

    /** The number where the file's numbers have decimal commas, and a point could separate thousands; NaN if it is none. */
    private static double withComma(String weight) {
        return weight.indexOf('.') >= 0 ? Double.NaN : Decimal.parse(Decimal.withPoint(weight));
    }

    private String hint(String weight) {
        return layout.decimalCommas()
                ? ", in a file whose weights have decimal commas"
                : weight.indexOf(',') >= 0 && TimeFormat.numeric(Decimal.withPoint(weight))
                        ? ", whose comma may be a decimal one or separate thousands"
                        : "";
    }

    private boolean usable(CharSequence item, CharSequence user) {
        if (item.length() > MAX_ITEM_ID) {
            problems.error(ParsingReason.ITEM_ID_TOO_LONG, records.line(), "item", item);
            return false;
        }
        if (user.length() > MAX_USER_ID) {
            problems.error(ParsingReason.USER_ID_TOO_LONG, records.line(), "user", user);
            return false;
        }
        if (format.serviceRules
                && !user.codePoints().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_')) {
            problems.error(ParsingReason.ILLEGAL_CHARACTERS_IN_USER_ID, records.line(), "user", user);
            return false;
        }
        return true;
    }
}
