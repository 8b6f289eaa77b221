package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.models.Models;
import dev.recommender.tuning.Candidate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the file of an algorithm and its parameters. */
final class TunedParameters {
    private static final String FORM = "{\"algorithm\": \"ridge\", \"parameters\": {\"penalty\": 8.0}}";

    private static final long MOST_BYTES = 1 << 20;

    private TunedParameters() {}

    /**
     * What the file says.
     *
     * @throws UsageException naming the file, if it is not such a file, or of parameters that are not allowed
     * @throws UncheckedIOException if it cannot be read
     */
    static Candidate read(Path file) {
        String text;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw another(file);
            }
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw another(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Candidate candidate = parse(text, file);
        try {
            Models.algorithm(candidate.algorithm()).parameters().complete(candidate.parameters());
            return candidate;
        } catch (InvalidParametersException e) {
            throw new UsageException("--parameters \"" + file + "\": " + String.join("; ", e.violations()));
        }
    }

    private static Candidate parse(String text, Path file) {
        try {
            return Candidate.parse(text);
        } catch (InvalidParametersException e) {
            throw another(file);
        }
    }

    private static UsageException another(Path file) {
        return new UsageException(
                "--parameters \"" + file + "\" is no file of parameters: it must hold one JSON object such" + " as "
                        + FORM + ", as tune --parameters writes it");
    }
}
