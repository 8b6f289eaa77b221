package dev.recommender.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.recommender.CatalogItem;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.json.RecommendationsJson;
import dev.recommender.registry.Answer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes lists of recommendations, each for a key: a user or a seed. */
final class ResultWriter {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Writer out;
    private final Format format;
    private final String keyName;
    private final boolean many;
    private final Function<String, Optional<CatalogItem>> catalog;

    /**
     * Starts writing.
     *
     * @param keyName what the key is called
     * @param many whether there may be lists for many keys
     * @param catalog what is known of items
     */
    ResultWriter(
            Writer out, Format format, String keyName, boolean many, Function<String, Optional<CatalogItem>> catalog)
            throws IOException {
        this.out = out;
        this.format = format;
        this.keyName = keyName;
        this.many = many;
        this.catalog = catalog;
        if (format == Format.CSV) {
            out.write(keyName + ",rank,item,score\n");
        }
    }

    /** Writes what there is for a key. */
    void write(String key, Recommendations list) {
        write(key, list, catalog, Optional.empty());
    }

    /** Writes what a store's model answers, whose catalog is its own. */
    void write(String key, Answer answer, Function<String, Optional<CatalogItem>> catalog) {
        write(key, answer.items(), catalog, Optional.of(answer.model().toString()));
    }

    private void write(
            String key, Recommendations list, Function<String, Optional<CatalogItem>> catalog, Optional<String> model) {
        try {
            switch (format) {
                case TABLE -> out.write(table(key, list, catalog));
                case CSV -> out.write(csv(key, list));
                case JSON -> out.write(json(key, list, model));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String table(String key, Recommendations list, Function<String, Optional<CatalogItem>> catalog) {
        StringBuilder text = new StringBuilder();
        if (many) {
            text.append(keyName).append(' ').append(key).append('\n');
        }
        int rank = 1;
        for (Recommendation next : list) {
            String name = catalog.apply(next.item()).flatMap(CatalogItem::name).orElse("");
            text.append(String.format(
                    Locale.ROOT,
                    "%4d  %-20s %12.6g  %-10s  %s",
                    rank++,
                    next.item(),
                    next.score(),
                    next.source().name().toLowerCase(Locale.ROOT),
                    name));
            if (!next.because().isEmpty()) {
                text.append(next.because().stream()
                        .limit(3)
                        .map(why -> String.format(Locale.ROOT, "%s (%.3g)", label(why.seed(), catalog), why.score()))
                        .collect(Collectors.joining(", ", "  because of ", "")));
            }
            while (text.charAt(text.length() - 1) == ' ') {
                text.setLength(text.length() - 1);
            }
            text.append('\n');
        }
        return text.toString();
    }

    private String csv(String key, Recommendations list) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            int rank = 1;
            for (Recommendation next : list) {
                csv.writeRecord(key, Integer.toString(rank++), next.item(), Double.toString(next.score()));
            }
        }
        return text.toString();
    }

    /** The answer as {@link RecommendationsJson} has it, after its key. */
    private String json(String key, Recommendations list, Optional<String> model) throws IOException {
        ObjectNode object = JSON.createObjectNode();
        if (!key.isEmpty()) {
            object.put(keyName, key);
        }
        String answer =
                model.map(id -> RecommendationsJson.write(id, list)).orElseGet(() -> RecommendationsJson.write(list));
        object.setAll((ObjectNode) JSON.readTree(answer));
        return (many ? object.toString() : object.toPrettyString()) + "\n";
    }

    private static String label(String item, Function<String, Optional<CatalogItem>> catalog) {
        return catalog.apply(item).flatMap(CatalogItem::name).orElse(item);
    }
}
