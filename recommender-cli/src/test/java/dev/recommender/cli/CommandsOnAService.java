package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.cli.RunnableJar.Outcome;
import dev.recommender.examples.Shop;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands of the runnable jar do with a store in a bucket or container of a server. */
abstract class CommandsOnAService {
    private static final String PREFIX = "some/place";

    @TempDir
    Path folder;

    /** What the command line is given of a bucket or container, such as {@code s3://bucket}. */
    abstract String address(String place);

    /** Makes a bucket or container, and opens the store below a prefix of it. */
    abstract BlobStore make(String place, String prefix) throws IOException;

    /** What says that there is no such bucket or container. */
    abstract String missing(String place);

    abstract boolean exists(String place) throws IOException;

    /** The jar in an environment that lets it in. */
    abstract RunnableJar jar();

    /** What no command may print. */
    abstract List<String> secrets();

    @Test
    void aModelIsRequestedTrainedListedAndServed() throws IOException, InterruptedException {
        String place = newPlace();
        Shop.open(200, 60, 6_000, 3).write(folder);
        try (BlobStore store = make(place, PREFIX)) {
            for (String file : List.of("usage.csv", "catalog.csv")) {
                store.put("shop/" + file, BlobContent.of(folder.resolve(file)));
            }
        }
        String id = succeeds(place, "request-training", "--usage", "shop/usage.csv", "--catalog", "shop/catalog.csv")
                .strip();
        assertThat(succeeds(place, "models", "list")).startsWith(id).contains("created");

        assertThat(succeeds(place, "worker", "--until-idle"))
                .contains("training " + id + ", attempt 1", "training " + id + " completed");

        assertThat(succeeds(place, "models", "list")).startsWith(id).contains("completed", "(answers as default)");
        assertThat(succeeds(place, "serve-from-store", "--ask", "c00001", "--count", "3", "--explain")
                        .lines())
                .hasSize(3)
                .allMatch(line -> line.matches(" +[123]  p[0-9]+ .* model  +[A-Z][a-z ]+  because of [A-Z].*"));
    }

    @Test
    void aMistypedAddressIsRefusedAndNothingMade() throws IOException, InterruptedException {
        String mistyped = newPlace();
        Outcome refused = run(mistyped, "models", "list");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith("error: ")
                .contains(missing(mistyped))
                .hasLineCount(1);
        assertThat(exists(mistyped)).isFalse();
    }

    private static String newPlace() {
        return "commands-" + UUID.randomUUID();
    }

    private String succeeds(String place, String... command) throws IOException, InterruptedException {
        Outcome outcome = run(place, command);
        assertThat(outcome.status()).as(outcome.toString()).isZero();
        // The worker says there, in its log, that the model answers now.
        assertThat(outcome.err()
                        .lines()
                        .filter(line ->
                                !line.matches("\\S+Z \\[\\S+] INFO \\S+AliasRecords - alias default is changed by .*")))
                .isEmpty();
        return outcome.out();
    }

    private Outcome run(String place, String... command) throws IOException, InterruptedException {
        String[] words = new String[command.length + 2];
        System.arraycopy(command, 0, words, 0, command.length);
        words[command.length] = "--store";
        words[command.length + 1] = address(place) + "/" + PREFIX;
        Outcome outcome = jar().run(words);
        assertThat(outcome.out() + outcome.err()).doesNotContain(secrets());
        return outcome;
    }
}
