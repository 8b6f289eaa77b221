package dev.recommender.csv;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ColumnDoubt;
import dev.recommender.FileLayout;
import dev.recommender.ParsingReason;
import dev.recommender.csv.CatalogColumns.Positions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads one catalog file; the first rule that a record breaks decides. */
final class CatalogFile {
    private static final int MAX_ID = 450;
    private static final int MAX_SHOWN = 20;
    private static final Positions SERVICE = new Positions(0, 1, 2, List.of(), List.of());

    private final Path file;
    private final CatalogFormat format;
    private final Problems problems;
    private final Map<String, CatalogItem> items = new LinkedHashMap<>();

    CatalogFile(Path file, CatalogFormat format) {
        this.file = file;
        this.format = format;
        this.problems = new Problems(file, file, format.budget(1), format.listener);
    }

    Catalog load() throws IOException {
        try (Text text = Texts.open(file, format.charset)) {
            Head head = Head.of(text);
            if (JsonNames.isNamed(text.name())) {
                throw problems.refused(0, "is JSON by its name, which catalogs are not read from", "convert it to CSV");
            }
            int least = format.columns.map(columns -> columns.columns().size()).orElse(2) == 1 ? 1 : 2;
            Preamble preamble = Preamble.of(head, format.delimiter.orElse(","), least, this::namesColumns);
            String delimiter = format.delimiter.or(preamble::delimiter).orElse(",");
            JsonNames.refuse(head, preamble, problems);
            List<List<String>> sample = head.records(preamble.bytes(), delimiter);
            Delimiters.check(
                    sample, delimiter, format.delimiter.or(preamble::delimiter).isPresent(), least == 1, problems);
            RecordReader reader = new RecordReader(head.from(preamble.bytes()), delimiter, preamble::lines);
            read(reader, delimiter, preamble, sample, text.charset());
        }
        problems.end(new LineShare(1), 0);
        return Catalog.of(items.values(), problems.report());
    }

    private void read(
            RecordReader reader, String delimiter, Preamble preamble, List<List<String>> sample, String charset)
            throws IOException {
        boolean more = reader.next();
        List<String> first = more ? Columns.header(reader) : List.of();
        boolean byName = format.columns.map(CatalogColumns::byName).orElse(false);
        if (reader.malformed() && preamble.header().isEmpty() && (byName || format.header == Header.YES)) {
            throw problems.refused(
                    reader.line(),
                    "is a header that cannot be read: " + reader.complaint(),
                    reader.reason().remedy());
        }
        List<String> comment =
                namesColumns(first) ? List.of() : preamble.header(first, byName ? Header.AUTO : format.header);
        Positions positions = !more || format.columns.isEmpty()
                ? SERVICE
                : format.columns
                        .get()
                        .under(byName ? comment.isEmpty() ? first : comment : List.of(), problems, reader.line());
        List<List<String>> later = sample.isEmpty() ? sample : sample.subList(1, sample.size());
        boolean headed = more && comment.isEmpty() && header(reader, first, later, positions);
        List<String> header = headed ? first : comment;
        if (format.columns.isEmpty() && !format.serviceRules && !header.isEmpty()) {
            positions = CatalogNames.under(header, headed ? later : sample, problems, reader.line());
        }
        if (headed) {
            more = reader.next();
        }
        int shown = sample.stream().mapToInt(List::size).max().orElse(0);
        Map<Integer, ColumnDoubt> doubts = format.serviceRules
                ? Map.of()
                : CatalogGuess.doubts(
                        positions,
                        header,
                        headed ? later : sample,
                        format.columns.isPresent(),
                        format.valueSeparator.isPresent());
        FileLayout layout = layout(positions, header, delimiter, preamble.skipped(), shown, charset, doubts);
        problems.takenFor(() -> layout);
        for (; more; more = reader.next()) {
            read(reader, positions, header);
        }
    }

    /** Whether fields are the names that the caller gives, or well-known ones where none are given. */
    private boolean namesColumns(List<String> fields) {
        return format.columns
                .filter(CatalogColumns::byName)
                .map(columns -> columns.isUnder(fields))
                .orElseGet(() -> format.columns.isPresent() || format.serviceRules
                        ? fields.size() > 1 && CatalogNames.isId(fields.get(0)) && CatalogNames.isName(fields.get(1))
                        : CatalogNames.isHeader(fields));
    }

    private FileLayout layout(
            Positions positions,
            List<String> header,
            String delimiter,
            int skipped,
            int shown,
            String charset,
            Map<Integer, ColumnDoubt> doubts) {
        List<FileLayout.Column> columns = new ArrayList<>();
        addColumn("id", positions.id(), header, doubts, columns);
        addColumn("name", positions.name(), header, doubts, columns);
        addColumn("category", positions.category(), header, doubts, columns);
        boolean service = format.columns.isEmpty();
        if (!service) {
            positions.features().forEach(position -> addColumn("feature", position, header, doubts, columns));
        }
        int width = !header.isEmpty() ? header.size() : service ? 0 : shown;
        for (int position = 0; position < width && columns.size() < MAX_SHOWN; position++) {
            boolean feature = format.serviceRules
                    ? position >= CatalogNames.FIRST_FEATURE
                    : positions.features().contains(position);
            if (service && feature) {
                addColumn("feature", position, header, doubts, columns);
            } else if (!positions.uses(position)) {
                addColumn("unused", position, header, doubts, columns);
            }
        }
        return new FileLayout(
                CsvFiles.name(file),
                1,
                charset,
                delimiter,
                !header.isEmpty(),
                skipped,
                columns,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                0);
    }

    private static void addColumn(
            String role,
            int position,
            List<String> header,
            Map<Integer, ColumnDoubt> doubts,
            List<FileLayout.Column> columns) {
        if (position != Columns.ABSENT && (header.isEmpty() || position < header.size())) {
            String name = header.isEmpty() ? "column " + (position + 1) : header.get(position);
            ColumnDoubt doubt = doubts.get(position);
            columns.add(new FileLayout.Column(role, name, "", doubt == null ? Set.of() : Set.of(doubt)));
        }
    }

    private boolean header(RecordReader record, List<String> first, List<List<String>> later, Positions positions) {
        if (format.header != Header.AUTO) {
            return format.header == Header.YES;
        }
        if (format.columns.isEmpty() && !format.serviceRules) {
            return CatalogNames.isHeader(first, later);
        }
        return format.columns.map(CatalogColumns::byName).orElse(false) || named(record, positions);
    }

    private static boolean named(RecordReader record, Positions positions) {
        Slice id = Columns.field(record, positions.id());
        Slice name = Columns.field(record, positions.name());
        return id != null
                && CatalogNames.isId(id)
                && (positions.name() == Columns.ABSENT || name != null && CatalogNames.isName(name));
    }

    private void read(RecordReader reader, Positions positions, List<String> header) {
        problems.line();
        if (reader.malformed()) {
            problems.malformed(reader);
        } else if (repeatsHeader(reader, positions, header)) {
            problems.warning(ParsingReason.REPEATED_HEADER, reader.line(), "id", reader.field(positions.id()));
        } else if (!header.isEmpty() && hasTooMany(reader, header.size())) {
            problems.tooManyFields(reader, header.size());
        } else if (format.columns.isPresent()) {
            chosen(reader, positions);
        } else {
            service(reader, positions, header);
        }
    }

    private boolean repeatsHeader(RecordReader reader, Positions positions, List<String> header) {
        Slice id = Columns.field(reader, positions.id());
        if (id == null || format.header == Header.NO) {
            return false;
        }
        boolean same = !header.isEmpty()
                && positions.id() < header.size()
                && header.get(positions.id()).contentEquals(id)
                && header.equals(Columns.header(reader));
        // Of a header with the id alone, any name of an item could be an item.
        return same || positions.name() != Columns.ABSENT && named(reader, positions);
    }

    /** Whether there are fields beyond the header; features of the service's columns may be. */
    private boolean hasTooMany(RecordReader reader, int columns) {
        if (format.columns.isEmpty() && columns >= CatalogNames.FIRST_FEATURE) {
            return false;
        }
        for (int at = columns; at < reader.fieldCount(); at++) {
            if (!reader.field(at).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void service(RecordReader reader, Positions positions, List<String> header) {
        Slice key = Columns.field(reader, positions.id());
        Slice name = Columns.field(reader, positions.name());
        boolean blank = name == null || (positions.nameGuessed() ? Blanks.isBlank(name) : name.isEmpty());
        boolean nameless = positions.name() != Columns.ABSENT && !positions.nameGuessed() && blank;
        if (key == null || Blanks.isBlank(key) || nameless) {
            problems.error(
                    ParsingReason.MISSING_FIELDS,
                    reader.line(),
                    Blanks.isBlank(key) ? "id" : "name",
                    Blanks.isBlank(key) ? key : name);
            return;
        }
        Optional<String> id = id(reader, key);
        if (id.isEmpty()) {
            return;
        }
        CatalogItem item = CatalogItem.of(id.get());
        if (name != null && !blank) {
            item = item.name(name.toString());
        }
        Slice category = Columns.field(reader, positions.category());
        if (category != null && !Blanks.isBlank(category)) {
            item = item.category(category.toString());
        }
        for (int at = CatalogNames.FIRST_FEATURE; at < reader.fieldCount(); at++) {
            String feature = reader.field(at).toString();
            boolean unused = !format.serviceRules
                    && at < header.size()
                    && !positions.features().contains(at);
            if (feature.isEmpty() || unused) {
                continue;
            }
            if (!CatalogNames.isFeature(feature)) {
                problems.error(
                        ParsingReason.MALFORMED_CATALOG_ITEM_FEATURE, reader.line(), "feature " + (at + 1), feature);
                return;
            }
            int equals = feature.indexOf('=');
            item = item.feature(folded(feature.substring(0, equals)), folded(feature.substring(equals + 1)));
        }
        accept(item);
    }

    private void chosen(RecordReader reader, Positions positions) {
        Slice field = Columns.field(reader, positions.id());
        if (field == null || Blanks.isBlank(field)) {
            problems.error(ParsingReason.MISSING_FIELDS, reader.line(), "id", field);
            return;
        }
        Optional<String> id = id(reader, field);
        if (id.isEmpty()) {
            return;
        }
        CatalogItem item = CatalogItem.of(id.get());
        Slice name = Columns.field(reader, positions.name());
        if (name != null && !Blanks.isBlank(name)) {
            item = item.name(name.toString());
        }
        Slice category = Columns.field(reader, positions.category());
        if (category != null && !Blanks.isBlank(category)) {
            item = item.category(category.toString());
        }
        for (int at = 0; at < positions.features().size(); at++) {
            Slice value = Columns.field(reader, positions.features().get(at));
            if (value != null && !Blanks.isBlank(value)) {
                item = item.feature(positions.featureNames().get(at), values(value.toString()));
            }
        }
        accept(item);
    }

    /** The id, unless it is too long or known, which is reported. */
    private Optional<String> id(RecordReader reader, Slice field) {
        String id = format.serviceRules ? field.toString().toLowerCase(Locale.ROOT) : field.toString();
        if (id.length() > MAX_ID) {
            problems.error(ParsingReason.ITEM_ID_TOO_LONG, reader.line(), "id", id);
            return Optional.empty();
        }
        if (items.containsKey(id)) {
            problems.warning(ParsingReason.DUPLICATE_ITEM_ID, reader.line(), "id", id);
            return Optional.empty();
        }
        return Optional.of(id);
    }

    private void accept(CatalogItem item) {
        items.put(item.id(), item);
        problems.success();
    }

    private List<String> values(String text) {
        return format.valueSeparator
                .map(separator -> Arrays.stream(text.split(Pattern.quote(separator)))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList())
                .orElse(List.of(text));
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
