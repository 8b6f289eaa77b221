package dev.recommender.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.recommender.CatalogItem;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.json.RecommendationsJson;
import dev.recommender.json.RecommendationsJson.Context;
import dev.recommender.registry.Answer;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes lists of recommendations, each for a key: a user, a seed or a question. */
final class ResultWriter {

    /** Why CSV, which has a line for each recommendation, cannot explain: each may have any number of reasons. */
    static final String NO_REASONS = "with --format csv; --format json has the reasons";

    /** What lists are for. */
    enum Key {
        USER(Context::withUser),
        SEED(Context::withSeed),
        QUESTION(Context::withQuestion);

        private final BiFunction<Context, String, Context> context;

        Key(BiFunction<Context, String, Context> context) {
            this.context = context;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Writer out;
    private final Format format;
    private final Key kind;
    private final boolean many;
    private final Function<String, Optional<CatalogItem>> catalog;

    /**
     * Starts writing.
     *
     * @param kind what the lists are for
     * @param many whether there may be lists for many keys
     * @param catalog what is known of items
     */
    ResultWriter(Writer out, Format format, Key kind, boolean many, Function<String, Optional<CatalogItem>> catalog)
            throws IOException {
        this.out = out;
        this.format = format;
        this.kind = kind;
        this.many = many;
        this.catalog = catalog;
        if (format == Format.CSV) {
            out.write(kind + ",rank,item,score,source\n");
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
                case JSON -> out.write(json(key, list, catalog, model));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String table(String key, Recommendations list, Function<String, Optional<CatalogItem>> catalog) {
        StringBuilder text = new StringBuilder();
        if (many) {
            text.append(kind).append(' ').append(key).append('\n');
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
                    source(next),
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
                csv.writeRecord(
                        key, Integer.toString(rank++), next.item(), Double.toString(next.score()), source(next));
            }
        }
        return text.toString();
    }

    /** The answer as {@link RecommendationsJson} reads it: in one line if there may be many. */
    private String json(
            String key, Recommendations list, Function<String, Optional<CatalogItem>> catalog, Optional<String> model)
            throws IOException {
        Context context = key.isEmpty() ? Context.none() : kind.context.apply(Context.none(), key);
        String answer = RecommendationsJson.write(
                model.map(context::withModel).orElse(context),
                list,
                item -> catalog.apply(item).flatMap(CatalogItem::name));
        return (many ? answer : JsonMapper.builder().build().readTree(answer).toPrettyString()) + "\n";
    }

    private static String source(Recommendation recommendation) {
        return recommendation.source().name().toLowerCase(Locale.ROOT);
    }

    private static String label(String item, Function<String, Optional<CatalogItem>> catalog) {
        return catalog.apply(item).flatMap(CatalogItem::name).orElse(item);
    }
}
