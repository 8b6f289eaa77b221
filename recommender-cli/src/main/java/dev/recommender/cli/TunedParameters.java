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
            text = Files.readString(file);
        } catch (CharacterCodingException e) {
            throw new UsageException("--parameters \"" + file + "\": not a text in UTF-8; name a file of parameters, as"
                    + " tune --parameters writes it");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Candidate candidate = Candidate.parse(text);
            Models.algorithm(candidate.algorithm()).parameters().complete(candidate.parameters());
            return candidate;
        } catch (InvalidParametersException e) {
            throw new UsageException("--parameters \"" + file + "\": " + String.join("; ", e.violations()));
        }
    }
}
