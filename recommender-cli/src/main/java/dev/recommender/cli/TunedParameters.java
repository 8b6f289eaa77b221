package dev.recommender.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.recommender.InvalidParametersException;
import dev.recommender.models.Models;
import dev.recommender.tuning.Candidate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the file of an algorithm and its parameters. What is wrong with it is said with its line. */
final class TunedParameters {
    private static final String FORM = "{\"algorithm\": \"ridge\", \"parameters\": {\"penalty\": 8.0}}";

    private static final long MOST_BYTES = 1 << 20;

    /** The field that a violation starts with. */
    private static final Pattern FIELD = Pattern.compile("^(\\w+)\\b");

    /** Where the parser saw an object begin, in its own words. */
    private static final Pattern START = Pattern.compile(" \\(start marker at .*\\)$");

    private final Path file;
    private final String text;
    private final Map<String, Integer> lines = new HashMap<>();

    private TunedParameters(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * What the file says.
     *
     * @throws UsageException naming the file, if it is not such a file; of parameters that are not allowed also the line
     * @throws UncheckedIOException if it cannot be read
     */
    static Candidate read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw another(file);
            }
            return new TunedParameters(file, Files.readString(file)).candidate();
        } catch (CharacterCodingException e) {
            throw another(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Candidate candidate() throws IOException {
        if (!text.stripLeading().startsWith("{")) {
            throw another(file);
        }
        findLines();
        try {
            Candidate candidate = Candidate.parse(text);
            Models.algorithm(candidate.algorithm()).parameters().complete(candidate.parameters());
            return candidate;
        } catch (InvalidParametersException e) {
            throw new UsageException(named(file) + ": " + located(e.violations()));
        }
    }

    /** Notes the line of each field. */
    private void findLines() throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    lines.putIfAbsent(
                            parser.currentName(), parser.currentTokenLocation().getLineNr());
                }
            }
        } catch (JsonProcessingException e) {
            throw new UsageException(named(file) + ": line " + e.getLocation().getLineNr() + " is not JSON: "
                    + START.matcher(e.getOriginalMessage()).replaceFirst("")
                    + "; the file must hold one JSON object such as "
                    + FORM);
        }
    }

    private String located(List<String> violations) {
        return violations.stream()
                .map(violation -> {
                    Matcher field = FIELD.matcher(violation);
                    Integer line = field.find() ? lines.get(field.group(1)) : null;
                    return (line == null ? "" : "line " + line + ": ") + violation;
                })
                .collect(Collectors.joining("; "));
    }

    private static String named(Path file) {
        return "--parameters \"" + file + "\"";
    }

    private static UsageException another(Path file) {
        return new UsageException(named(file) + " is no file of parameters: it must hold one JSON object such as "
                + FORM + ", as tune --parameters writes it");
    }
}
