package dev.recommender.csv;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingReason;
import dev.recommender.csv.CatalogColumns.Positions;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/** Reads one catalog file; the first rule that a record breaks decides. */
final class CatalogFile {
    private static final int MAX_ID = 450;
    private static final int FIRST_FEATURE = 4;
    private static final Positions SERVICE = new Positions(0, 1, 2, List.of(), List.of());
    private static final Set<String> ID_COLUMNS =
            Stream.concat(Columns.ITEM_NAMES.stream(), Stream.of("id")).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> NAME_COLUMNS =
            Set.of("name", "title", "itemname", "itemtitle", "productname", "producttitle", "movietitle");

    private final Path file;
    private final CatalogFormat format;
    private final Problems problems;
    private final Map<String, CatalogItem> items = new LinkedHashMap<>();

    CatalogFile(Path file, CatalogFormat format) {
        this.file = file;
        this.format = format;
        this.problems = new Problems(file, file, new Problems.Budget(format.errorBudget, 1), format.listener);
    }

    Catalog load() throws IOException {
        try (RecordReader reader = new RecordReader(CsvFiles.open(file), format.delimiter)) {
            if (reader.next()) {
                Positions positions = format.columns
                        .map(columns -> columns.under(reader, problems))
                        .orElse(SERVICE);
                boolean more = !header(reader, positions) || reader.next();
                for (; more; more = reader.next()) {
                    read(reader, positions);
                }
            }
        } catch (ZipException | EOFException e) {
            throw CsvFiles.damaged(file, e);
        }
        return Catalog.of(items.values(), problems.report());
    }

    private boolean header(RecordReader first, Positions positions) {
        if (format.header != Header.AUTO) {
            return format.header == Header.YES;
        }
        return format.columns.map(CatalogColumns::byName).orElse(false)
                || wellKnown(first, positions.id(), ID_COLUMNS)
                        && (positions.name() == Columns.ABSENT || wellKnown(first, positions.name(), NAME_COLUMNS));
    }

    private static boolean wellKnown(RecordReader first, int position, Set<String> names) {
        Slice field = Columns.field(first, position);
        return field != null && names.contains(Columns.plain(field.toString()));
    }

    private void read(RecordReader reader, Positions positions) {
        problems.line();
        if (reader.malformed()) {
            problems.malformed(reader);
        } else if (format.columns.isPresent()) {
            chosen(reader, positions);
        } else {
            service(reader);
        }
    }

    private void service(RecordReader reader) {
        Slice key = reader.field(0);
        Slice name = Columns.field(reader, 1);
        if (key.isEmpty() || name == null || name.isEmpty()) {
            problems.error(
                    ParsingReason.MISSING_FIELDS,
                    reader.line(),
                    key.isEmpty() ? "id" : "name",
                    key.isEmpty() ? key : name);
            return;
        }
        Optional<String> id = id(reader, key);
        if (id.isEmpty()) {
            return;
        }
        CatalogItem item = CatalogItem.of(id.get()).name(name.toString());
        if (reader.fieldCount() > 2 && !reader.field(2).isEmpty()) {
            item = item.category(reader.field(2).toString());
        }
        for (int at = FIRST_FEATURE; at < reader.fieldCount(); at++) {
            String feature = reader.field(at).toString();
            int equals = feature.indexOf('=');
            boolean usable = equals > 0
                    && feature.indexOf('=', equals + 1) < 0
                    && !feature.substring(0, equals).isBlank();
            if (feature.isEmpty()) {
                continue;
            }
            if (!usable) {
                problems.error(
                        ParsingReason.MALFORMED_CATALOG_ITEM_FEATURE, reader.line(), "feature " + (at + 1), feature);
                return;
            }
            item = item.feature(folded(feature.substring(0, equals)), folded(feature.substring(equals + 1)));
        }
        accept(item);
    }

    private void chosen(RecordReader reader, Positions positions) {
        Slice field = Columns.field(reader, positions.id());
        if (field == null || field.isEmpty()) {
            problems.error(ParsingReason.MISSING_FIELDS, reader.line(), "id", field);
            return;
        }
        Optional<String> id = id(reader, field);
        if (id.isEmpty()) {
            return;
        }
        CatalogItem item = CatalogItem.of(id.get());
        Slice name = Columns.field(reader, positions.name());
        if (name != null && !name.isEmpty()) {
            item = item.name(name.toString());
        }
        Slice category = Columns.field(reader, positions.category());
        if (category != null && !category.isEmpty()) {
            item = item.category(category.toString());
        }
        for (int at = 0; at < positions.features().size(); at++) {
            Slice value = Columns.field(reader, positions.features().get(at));
            if (value != null && !value.isEmpty()) {
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
