package dev.recommender.csv;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one catalog file; the first rule that a record breaks decides. */
final class CatalogFile {
    private static final int MAX_ID = 450;
    private static final int FIRST_FEATURE = 4;

    private final Path file;
    private final CatalogFormat format;
    private final Problems problems;
    private final Map<String, CatalogItem> items = new LinkedHashMap<>();

    CatalogFile(Path file, CatalogFormat format) {
        this.file = file;
        this.format = format;
        this.problems = new Problems(CsvFiles.name(file), new Problems.Budget(format.errorBudget()), format.listener());
    }

    Catalog load() throws IOException {
        try (RecordReader reader = new RecordReader(CsvFiles.open(file), format.delimiter())) {
            if (format.columns().isEmpty()) {
                while (reader.next()) {
                    service(reader);
                }
            } else if (reader.next()) {
                Positions positions = new Positions(format.columns().get(), Columns.header(reader));
                while (reader.next()) {
                    named(reader, positions);
                }
            }
        }
        return Catalog.of(items.values(), problems.report());
    }

    private void service(RecordReader reader) {
        if (rejected(reader)) {
            return;
        }
        if (reader.fieldCount() < 2
                || reader.field(0).isEmpty()
                || reader.field(1).isEmpty()) {
            String field = reader.field(0).isEmpty() ? "id" : "name";
            problems.error(ParsingReason.MISSING_FIELDS, reader.line(), field, "");
            return;
        }
        Optional<String> id = id(reader, reader.field(0));
        if (id.isEmpty()) {
            return;
        }
        CatalogItem item = CatalogItem.of(id.get()).name(reader.field(1).toString());
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

    private void named(RecordReader reader, Positions positions) {
        if (rejected(reader)) {
            return;
        }
        Slice field = Columns.field(reader, positions.id);
        if (field == null || field.isEmpty()) {
            problems.error(ParsingReason.MISSING_FIELDS, reader.line(), "id", field == null ? "absent" : "");
            return;
        }
        Optional<String> id = id(reader, field);
        if (id.isEmpty()) {
            return;
        }
        CatalogItem item = CatalogItem.of(id.get());
        Slice name = Columns.field(reader, positions.name);
        if (name != null && !name.isEmpty()) {
            item = item.name(name.toString());
        }
        Slice category = Columns.field(reader, positions.category);
        if (category != null && !category.isEmpty()) {
            item = item.category(category.toString());
        }
        for (int at = 0; at < positions.features.length; at++) {
            Slice value = Columns.field(reader, positions.features[at]);
            if (value != null && !value.isEmpty()) {
                item = item.feature(positions.featureNames.get(at), values(value.toString()));
            }
        }
        accept(item);
    }

    private boolean rejected(RecordReader reader) {
        problems.line();
        if (reader.malformed()) {
            problems.error(ParsingReason.MALFORMED_LINE, reader.line(), "the record", "not closed or not quoted");
        }
        return reader.malformed();
    }

    /** The id, unless it is too long or known, which is reported. */
    private Optional<String> id(RecordReader reader, Slice field) {
        String id = format.serviceRules() ? field.toString().toLowerCase(Locale.ROOT) : field.toString();
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
        return format.valueSeparator()
                .map(separator -> Arrays.stream(text.split(Pattern.quote(separator)))
                        .map(String::strip)
                        .filter(value -> !value.isEmpty())
                        .toList())
                .orElse(List.of(text));
    }

    private static String folded(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }

    /** Where the named columns stand in this file. */
    private final class Positions {
        private final int id;
        private final int name;
        private final int category;
        private final int[] features;
        private final List<String> featureNames;

        Positions(CatalogColumns columns, List<String> header) {
            id = position(columns.id(), header);
            name = columns.name().map(column -> position(column, header)).orElse(Columns.ABSENT);
            category =
                    columns.category().map(column -> position(column, header)).orElse(Columns.ABSENT);
            featureNames = columns.features();
            features = featureNames.stream()
                    .mapToInt(column -> position(column, header))
                    .toArray();
        }

        private int position(String column, List<String> header) {
            int position = header.indexOf(column);
            if (position < 0) {
                throw new IllegalArgumentException(
                        file + ": no column is named \"" + column + "\"; the header has " + header);
            }
            return position;
        }
    }
}
