package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.examples.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A shop's life in a store: request, train, list, move the alias, answer, delete. */
@Tag("slow")
class StoreCommandsTest {
    private static final String NO_HISTORIES =
            "note: the model holds no histories, so it answers for items only; train it with --histories all";

    /** Twenty of them a second. */
    private static final int MOST_QUESTIONS = 1_200;

    @TempDir
    private Path folder;

    private Path store;

    @BeforeEach
    void openShop() throws IOException {
        store = folder.resolve("store");
        Shop.open(200, 60, 6_000, 3).write(store.resolve("shop"));
    }

    @Test
    void aModelIsRequestedTrainedAndAnswers() throws IOException {
        Shop.open(200, 60, 1_000, 4).write(store.resolve("later"));
        String id = request("--evaluation", "later/usage.csv");
        assertThat(run("models", "show", id).out()).contains("created").contains("created by");

        Run worked = work();
        assertThat(worked.out()).contains("training " + id + ", attempt 1").contains("training " + id + " completed");
        assertThat(run("models", "list").out())
                .startsWith(id)
                .contains("completed    sar  A shop  (answers as default)");
        assertThat(run("models", "show", id).out())
                .contains("message     completed")
                .contains("usage       shop/usage.csv", "algorithm   sar", "  supportThreshold    6")
                .contains("\"hit_rate\"")
                .contains("SHA-256");

        Run table = run("serve-from-store", "--ask", "c00001", "--count", "3", "--explain");
        assertThat(table.status()).isZero();
        assertThat(table.out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches(" +\\d  p\\d+ .+  model  +[A-Z][a-z ]+  because of [A-Z].+"));
        assertThat(run("serve-from-store", "--model", id, "--ask", "c00001", "--count", "3", "--explain"))
                .isEqualTo(table);
        Run alike = run("serve-from-store", "--ask", ",p0001,p0002,p0003", "--explain");
        Run recent = run("serve-from-store", "--ask", ",p0001,p0002,p0003", "--explain", "--recency", "linear");
        assertThat(recent.status()).isZero();
        assertThat(recent.out()).isNotEqualTo(alike.out());
    }

    @Test
    void anAliasMovesFromModelToModelWithoutARestart() throws IOException {
        String first = request();
        String second = request("--similarity", "Lift", "--support-threshold", "3");
        work();
        assertThat(run("models", "alias", "champion", first).out()).isEqualTo("champion  " + first + "=1\n");

        Run served = serve(
                answers -> {
                    if (answers.size() == 1) {
                        run("models", "alias", "champion", second);
                    }
                    boolean moved = new HashSet<>(answers).size() > 1;
                    Thread.sleep(moved || answers.isEmpty() ? 0 : 50);
                    return moved || answers.size() == MOST_QUESTIONS ? "" : ",p0003\n";
                },
                "--alias",
                "champion",
                "--refresh",
                "1s");

        List<JsonNode> answers =
                served.out().lines().map(StoreCommandsTest::items).toList();
        assertThat(answers).last().isEqualTo(ask(second));
        assertThat(answers.subList(0, answers.size() - 1)).containsOnly(ask(first));
        assertThat(ask(first)).isNotEqualTo(ask(second));
        assertThat(run("models", "alias", "champion", "--roll-back").out()).isEqualTo("champion  " + first + "=1\n");
        assertThat(run("models", "alias", "both", first + "=9", second).out())
                .isEqualTo("both  " + first + "=9 " + second + "=1\n");
        assertThat(run("models", "alias").out()).hasLineCount(3).contains("default  " + first);
        assertThat(run("models", "alias", "both", "--delete").out()).isEqualTo("deleted\n");
        assertThat(run("models", "alias", "both").err()).startsWith("error: there is no alias both");
    }

    @Test
    void modelsAreCancelledAndDeleted() throws IOException {
        String id = request();
        String other = request();
        assertThat(run("models", "cancel", id).out()).isEqualTo("cancelled\n");
        assertThat(run("models", "cancel", id).out()).isEqualTo("its training has ended already\n");
        work();
        assertThat(run("models", "default").out()).startsWith(other);
        assertThat(run("models", "alias", "shop", other).out()).startsWith("shop");
        Run refused = run("models", "delete", other);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("error: model " + other + " answers under the aliases default and shop; set them to another"
                        + " model first, or delete the model all the same by --force\n");
        String third = request();
        work();
        assertThat(run("models", "delete", third).out()).isEqualTo("deleted\n");
        assertThat(run("models", "default", "--clear").out()).isEqualTo("there is no default model\n");
        assertThat(run("models", "default", other).out()).startsWith(other);
        assertThat(run("models", "delete", other, "--force").out()).isEqualTo("deleted\n");
        assertThat(run("models", "delete", other, "--force").err()).startsWith("error: there is no model " + other);
        work();
        assertThat(run("models", "list", "--limit", "5").out())
                .startsWith(id)
                .contains("failed")
                .hasLineCount(1);
        assertThat(store.resolve("models")).doesNotExist();
    }

    @Test
    void whoeverWaitsForAModelIsToldWhyItFailed() throws Exception {
        Files.writeString(store.resolve("shop/usage.csv"), "no usage\n".repeat(200));
        StringBuffer worked = new StringBuffer();
        Thread worker = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                worked.append(work().out());
            }
        });
        worker.start();
        try {
            Run run = run("request-training", "--usage", "shop/usage.csv", "--wait", "60s");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains("has failed: the usage events cannot be read")
                    .hasLineCount(1);
            assertThat(run("models", "list").out())
                    .startsWith(run.out().strip())
                    .containsPattern("  failed +sar  the usage events cannot be read: more than 100 lines")
                    .hasLineCount(1);
            for (int looks = 0; looks < 600 && worked.indexOf("failed after") < 0; looks++) {
                Thread.sleep(50);
            }
        } finally {
            worker.interrupt();
            worker.join();
        }
        assertThat(worked)
                .containsPattern("failed after [0-9.]+ s: the usage events cannot be read: more than 100 lines");
    }

    @Test
    void whoeverWaitsWithoutAWorkerIsAskedForOne() {
        Run run = run("request-training", "--usage", "shop/usage.csv", "--wait", "1s");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("error: model " + run.out().strip() + " is still created after 1s; is a worker running?\n");
    }

    @Test
    void unknownUsersAndItemsAreRemarked() {
        String without = request("--histories", "none");
        String with = request("--keep-unknown-items");
        assertThat(run("models", "show", with).out()).contains("events of items that the catalog lacks are kept");
        work();

        assertThat(run("serve-from-store", "--model", without, "--ask", "c00001,what")
                        .err())
                .isEqualTo(NO_HISTORIES + "\nnote: the model does not know what\n");
        assertThat(run("serve-from-store", "--model", with, "--ask", "nobody").err())
                .isEqualTo("note: the model has no history of user nobody\n");
        assertThat(run("serve-from-store", "--model", with, "--ask", "c00001").err())
                .isEmpty();
        run("models", "alias", "champion", without);
        assertThat(run("serve-from-store", "--alias", "champion", "--ask", "c00001")
                        .err())
                .isEqualTo(NO_HISTORIES + "\n");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "2 | models show x | x",
                "2 | models list --limit 0 | --limit must be from 1 to 1000: 0",
                "2 | models list --limit 0 --format csv | --format must be table or json: csv; --limit must be from 1 to 1000: 0",
                "2 | models alias champion 0190a0b0-0000-7000-8000-000000000001=many | must be a whole number from 1 to 1000000: many",
                "2 | models alias champion 0190a0b0-0000-7000-8000-000000000001=0.8 | must be a whole number from 1 to 1000000: 0.8",
                "2 | models alias champion 0190a0b0-0000-7000-8000-000000000001=0 | must be a whole number from 1 to 1000000: 0",
                "2 | models alias champion 0190a0b0-0000-7000-8000-000000000001 0190a0b0-0000-7000-8000-000000000001 | twice",
                "2 | models alias No! 0190a0b0-0000-7000-8000-000000000001 | \"No!\" cannot name an alias",
                "2 | models alias No! | \"No!\" cannot name an alias",
                "2 | models alias No! --delete | \"No!\" cannot name an alias",
                "1 | models alias absent | there is no alias absent",
                "1 | models alias absent --delete | there is no alias absent",
                "1 | models alias absent --roll-back | there is no alias absent",
                "2 | serve-from-store --alias No! --ask u | \"No!\" cannot name an alias",
                "2 | serve-from-store --ask u --format csv --explain | --explain has no effect with --format csv; --format json has the reasons",
                "2 | request-training --usage u --cold-items 3 | --cold-items has no effect without a catalog",
                "1 | models show 0190a0b0-0000-7000-8000-000000000001 | there is no model",
                "1 | models default 0190a0b0-0000-7000-8000-000000000001 | there is no model",
                "2 | models alias Champion! --roll-back | Champion!",
                "2 | request-training --usage ../usage | ../usage",
                "2 | request-training --usage u --support-threshold 0 --similarity guess | --support-threshold must be at least 1: 0; --similarity must be",
                "2 | request-training --usage u --keep-unknown-items | --keep-unknown-items has no effect without --catalog",
                "1 | request-training --usage absent | neither a file \"absent\" nor files in a folder",
                "2 | worker --max-attempts 0 --until-idle | --max-attempts must be",
                "2 | worker --visibility 0 --until-idle | --visibility",
                "2 | serve-from-store --model x | x",
                "2 | serve-from-store --count 101 | from 1 to 100: 101",
                "2 | serve-from-store --refresh 0.5s | --refresh must be at least 1s: 0.5s",
                "1 | serve-from-store --ask u | there is no alias default",
                "1 | serve-from-store --alias champion --ask u | champion",
            })
    void mistakesAreOneLine(int status, String command, String told) {
        Run run = run(command.split(" "));

        assertThat(run.status()).as(run.toString()).isEqualTo(status);
        assertThat(run.err()).startsWith("error: ").contains(told).hasLineCount(1);
    }

    @Test
    void aQuestionThatCannotBeAnsweredMakesTheStatusOne() throws IOException {
        Iterator<String> questions = List.of("u\n", "u\n", "").iterator();
        Run none = serve(answers -> questions.next());
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).startsWith("note: there is no alias default").contains("error: u: ");

        Run mistyped = serve(answers -> "", "--alias", "champoin");
        assertThat(mistyped.status()).isEqualTo(1);
        assertThat(mistyped.err()).contains("champoin").hasLineCount(1);
    }

    @Test
    void aStoreThatIsNotThereIsNotMade() {
        Path absent = folder.resolve("absent");
        for (String command : List.of(
                "models list", "worker --until-idle", "keys list", "request-training --usage u", "serve-from-store")) {
            Object[] words = (command + " --store " + absent).split(" ");
            assertThat(Run.of(words))
                    .isEqualTo(new Run(
                            1,
                            "",
                            "error: --store " + absent + ": no such file or folder; serve makes a new store,"
                                    + " other commands need one that is there\n"));
        }
        assertThat(absent).doesNotExist();
        assertThat(Run.of("models", "list", "--store", store.resolve("shop/usage.csv"))
                        .err())
                .contains("usage.csv\": this is a file; a store is a folder");
        assertThat(Run.of("models").err()).startsWith("error: say what to do: ").contains("list", "alias");
        assertThat(Run.of("models", "list", "--store", "ftp://x").err()).contains("ftp://x");
    }

    private String request(String... options) {
        String[] words = new String[options.length + 7];
        String[] first = {
            "request-training", "--usage", "shop/usage.csv", "--catalog", "shop/catalog.csv", "--description", "A shop"
        };
        System.arraycopy(first, 0, words, 0, first.length);
        System.arraycopy(options, 0, words, first.length, options.length);
        Run run = run(words);
        assertThat(run.status()).as(run.toString()).isZero();
        return run.out().strip();
    }

    private Run work() {
        return run("worker", "--until-idle", "--folder", folder.resolve("work").toString());
    }

    private JsonNode ask(String model) {
        return items(serve(answers -> answers.isEmpty() ? ",p0003\n" : "", "--model", model)
                .out());
    }

    private static JsonNode items(String answer) {
        try {
            return new ObjectMapper().readTree(answer).get("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Run run(String... words) {
        return run(new StringWriter(), words);
    }

    private Run run(StringWriter out, String... words) {
        Object[] all = new Object[words.length + 4];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--store";
        all[words.length + 1] = store;
        all[words.length + 2] = "--cache";
        all[words.length + 3] = folder.resolve("cache");
        return Run.to(out, all);
    }

    /** The line to read next, given the answers to those before; empty at the end. */
    private interface Questions {
        String next(List<String> answers) throws InterruptedException;
    }

    /** Runs the command on lines that are made when it asks for them. */
    private Run serve(Questions questions, String... options) {
        String[] words = new String[options.length + 3];
        System.arraycopy(new String[] {"serve-from-store", "--format", "json"}, 0, words, 0, 3);
        System.arraycopy(options, 0, words, 3, options.length);
        StringWriter out = new StringWriter();
        InputStream before = System.in;
        System.setIn(new InputStream() {
            private byte[] line = new byte[0];
            private int at;

            @Override
            public int read() {
                if (at == line.length) {
                    try {
                        line = questions.next(out.toString().lines().toList()).getBytes(UTF_8);
                        at = 0;
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return line.length == 0 ? -1 : line[at++];
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                int first = read();
                if (first < 0) {
                    return -1;
                }
                bytes[from] = (byte) first;
                int count = 1;
                while (count < length && at < line.length) {
                    bytes[from + count++] = line[at++];
                }
                return count;
            }
        });
        try {
            return run(out, words);
        } finally {
            System.setIn(before);
        }
    }
}
