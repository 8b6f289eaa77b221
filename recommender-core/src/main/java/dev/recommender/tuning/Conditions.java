package dev.recommender.tuning;

import dev.recommender.TrainingInput;
import dev.recommender.internal.util.LibraryVersion;
import dev.recommender.json.QueryJson;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the result of a tuning depends on, in words and in a fixed order. */
record Conditions(TuningOptions options) {
    /** The length of lists in the words for a query, which the cut-offs decide. */
    private static final Pattern COUNT = Pattern.compile("^count \\d+(?:, )?|, count \\d+(?=, |$)");

    /** What a journal must be of. */
    Map<String, String> of(TrainingInput input, Source source) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("version", LibraryVersion.current());
        all.put("usage", source.fingerprint());
        all.put("catalog", input.catalog().map(Source::fingerprint).orElse(""));
        all.put("unknown items", input.unknownItems().name().toLowerCase(Locale.ROOT));
        all.putAll(words(options.testSplit.toString(), options.validationSplit.toString()));
        options.journal.ifPresent(file -> all.put("query", identity(file)));
        return all;
    }

    /** The query in words, which leave out the items of sets, and a hash of all of it. */
    private String identity(Path file) {
        try {
            return String.format(
                    Locale.ROOT,
                    "%s, %016x",
                    query(),
                    new Hash().add(QueryJson.write(options.query)).value());
        } catch (IllegalArgumentException e) {
            throw new JournalException(
                    file.toString(),
                    "a journal must tell its query from others, but " + e.getMessage() + "; or leave the journal out",
                    List.of(),
                    e);
        }
    }

    /** The options that what is found depends on. */
    Map<String, String> words(String testSplit, String validationSplit) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("metric", options.metric.label() + "@" + options.cutoff);
        words.put(
                "cutoffs",
                IntStream.of(options.cutoffs()).mapToObj(Integer::toString).collect(Collectors.joining(", ")));
        words.put("test part", testSplit);
        words.put("validation part", validationSplit);
        words.put("query", query());
        words.put(
                "relevant from weight",
                options.relevantFrom == Double.MIN_VALUE ? "any positive" : Double.toString(options.relevantFrom));
        words.put("fixed parameters", options.fixed.names().isEmpty() ? "none" : options.fixed.toString());
        words.put("seed", Long.toString(options.seed));
        return words;
    }

    /** What the query asks for, beside the length of lists. */
    private String query() {
        String all = options.query.toString();
        String inner = all.substring(all.indexOf('[') + 1, all.lastIndexOf(']'));
        String words = COUNT.matcher(inner).replaceFirst("");
        return words.isEmpty() ? "plain" : words;
    }
}
