package dev.recommender.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.ColumnDoubt;
import dev.recommender.FileLayout;
import dev.recommender.FileLayout.Column;
import dev.recommender.FileLayout.Span;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What files were taken for, as JSON. */
final class FileLayoutJson {
    private static final String FILE = "file";
    private static final String FILES = "files";
    private static final String CHARSET = "charset";
    private static final String DELIMITER = "delimiter";
    private static final String HEADER = "header";
    private static final String LINES_SKIPPED = "linesSkipped";
    private static final String COLUMNS = "columns";
    private static final String ROLE = "role";
    private static final String NAME = "name";
    private static final String FORMAT = "format";
    private static final String DOUBTS = "doubts";
    private static final String TIMES = "times";
    private static final String FIRST = "first";
    private static final String LAST = "last";
    private static final String WEIGHTS = "weights";
    private static final String LEAST = "least";
    private static final String GREATEST = "greatest";
    private static final String TYPES = "types";
    private static final String BLANK_TIMES = "blankTimes";

    private FileLayoutJson() {}

    static Map<String, Object> object(FileLayout layout) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(FILE, layout.file());
        object.put(FILES, layout.files());
        object.put(CHARSET, layout.charset());
        object.put(DELIMITER, layout.delimiter());
        object.put(HEADER, layout.header());
        object.put(LINES_SKIPPED, layout.linesSkipped());
        object.put(
                COLUMNS, layout.columns().stream().map(FileLayoutJson::object).toList());
        layout.times().ifPresent(span -> object.put(TIMES, times(span.least(), span.greatest())));
        layout.weights().ifPresent(span -> object.put(WEIGHTS, weights(span)));
        if (!layout.types().isEmpty()) {
            object.put(TYPES, layout.types());
        }
        object.put(BLANK_TIMES, layout.blankTimes());
        return object;
    }

    private static Map<String, Object> object(Column column) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(ROLE, column.role());
        object.put(NAME, column.name());
        object.put(FORMAT, column.format());
        if (!column.doubts().isEmpty()) {
            object.put(DOUBTS, column.doubts().stream().map(ColumnDoubt::name).toList());
        }
        return object;
    }

    /** A span of times. */
    static Map<String, Object> times(Instant first, Instant last) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(FIRST, first.toString());
        object.put(LAST, last.toString());
        return object;
    }

    private static Map<String, Object> weights(Span<Double> span) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(LEAST, span.least());
        object.put(GREATEST, span.greatest());
        return object;
    }

    static Instant first(JsonNode span) {
        return Instant.parse(span.path(FIRST).asText());
    }

    static Instant last(JsonNode span) {
        return Instant.parse(span.path(LAST).asText());
    }

    static FileLayout read(JsonNode node) {
        List<Column> columns = ModelStatisticsJson.list(
                node.path(COLUMNS),
                column -> new Column(
                        column.path(ROLE).asText(),
                        column.path(NAME).asText(),
                        column.path(FORMAT).asText(),
                        doubts(column)));
        return new FileLayout(
                node.path(FILE).asText(),
                node.path(FILES).asLong(),
                node.path(CHARSET).asText(),
                node.path(DELIMITER).asText(),
                node.path(HEADER).asBoolean(),
                node.path(LINES_SKIPPED).asLong(),
                columns,
                ModelStatisticsJson.optional(node.path(TIMES), span -> new Span<>(first(span), last(span))),
                ModelStatisticsJson.optional(
                        node.path(WEIGHTS),
                        span -> new Span<>(
                                span.path(LEAST).asDouble(), span.path(GREATEST).asDouble())),
                ModelStatisticsJson.table(node.path(TYPES), JsonNode::asLong),
                node.path(BLANK_TIMES).asLong());
    }

    /** Those that this version knows: a newer one may have written others. */
    private static Set<ColumnDoubt> doubts(JsonNode column) {
        List<String> names = ModelStatisticsJson.list(column.path(DOUBTS), JsonNode::asText);
        return Arrays.stream(ColumnDoubt.values())
                .filter(doubt -> names.contains(doubt.name()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
