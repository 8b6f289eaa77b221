package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.examples.Shop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a tuning finds, and how it goes on or is ended. */
class TuneCommandTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
    }

    @Test
    @Tag("slow")
    void whatItFindsIsPrintedWrittenAndTrainedAgain() throws IOException {
        Path model = folder.resolve("best.model");
        Path best = folder.resolve("best.json");
        Path page = folder.resolve("tune.html");
        Run run = shop.tune(
                "--max-trials",
                4,
                "--k",
                5,
                "--model",
                model,
                "--parameters",
                best,
                "--report",
                page,
                "--for-user",
                "c00007",
                "--for-user",
                "nobody");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("Tuned for nDCG@10: 4 trials in ")
                .contains("On events that no trial saw, by ");
        assertThat(run.err().lines().filter(line -> line.matches("trial [1-4], [0-9.]+ s: .*")))
                .hasSize(4);
        assertThat(run.err())
                .contains("sar: defaults (best so far)\n")
                .startsWith("read catalog.csv: ")
                .containsPattern("\\nread usage.csv: UTF-8, comma, header; user = user.*\\ntrial 1, ")
                .endsWith("wrote " + best + "\nsaved " + model
                        + "\nnote: the model has no history of 1 of the users: nobody\nwrote " + page + "\n")
                .doesNotContain("\r");
        assertThat(page)
                .content()
                .contains("<h1>Tuning for nDCG@10</h1>", "User c00007</h3>", "because of ")
                .doesNotContain("<script");
        Path again = folder.resolve("again.model");
        Run trained = Run.of(
                "train", "--usage", shop.usage(), "--catalog", shop.catalog(), "--parameters", best, "--model", again);
        assertThat(trained.status()).as(trained.err()).isZero();
        assertThat(again).hasSameBinaryContentAs(model);
    }

    /** A tuning that was ended goes on with its journal, and finds what it would have found at once. */
    @Test
    @Tag("slow")
    void aJournalIsGoneOnWith() throws IOException {
        Path journal = folder.resolve("journal.jsonl");
        JsonNode first = shop.tuned("--max-trials", 3, "--journal", journal);
        long lines = lines(journal);
        JsonNode second = shop.tuned("--max-trials", 6, "--journal", journal);
        JsonNode whole = shop.tuned("--max-trials", 6);

        assertThat(lines(journal)).isEqualTo(lines + 3);
        assertThat(second.get("trials")).hasSize(6);
        for (int at = 0; at < 3; at++) {
            assertThat(second.get("trials").get(at))
                    .isEqualTo(first.get("trials").get(at));
        }
        assertThat(second.get("best")).isEqualTo(whole.get("best"));
        assertThat(second.get("check")).isEqualTo(whole.get("check"));
        assertThat(shop.tune("--max-trials", 6, "--journal", journal).err())
                .contains("trial 1, from the journal: ", "trial 6, from the journal: ");
        Run other = shop.tune("--max-trials", 6, "--journal", journal, "--metric", "recall@5");
        assertThat(other.status()).isOne();
        assertThat(other.err())
                .contains("error: --journal " + journal + ": this is the journal of another tuning", "metric");
        Path foreign = Files.writeString(folder.resolve("foreign.html"), "<html>\n<body>\n");
        assertThat(shop.tune("--max-trials", 1, "--journal", foreign).err())
                .endsWith(
                        "error: --journal " + foreign + ": line 1 is not one of a journal, so the file is another one;"
                                + " give the journal, or a file that is not there yet\n");
        assertThat(shop.tune("--max-trials", 1, "--journal", folder.resolve("none/x"))
                        .err())
                .isEqualTo("error: --journal " + folder.resolve("none/x") + ": its folder " + folder.resolve("none")
                        + ": no such file or folder\n");
    }

    /** The best so far is written, with the check, and the status is that of the signal. */
    @Test
    @Tag("slow")
    @DisabledOnOs(OS.WINDOWS)
    void anInterruptionEndsWithTheBestSoFar() throws Exception {
        Path interrupted = Files.createDirectory(folder.resolve("interrupted"));
        Path err = interrupted.resolve("err");
        Path out = interrupted.resolve("out");
        Shop.open(4_000, 500, 250_000, 7).write(interrupted);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "tune",
                        "--usage",
                        interrupted.resolve("usage.csv").toString(),
                        "--budget",
                        "30m",
                        "--parameters",
                        interrupted.resolve("best.json").toString(),
                        "--journal",
                        interrupted.resolve("journal.jsonl").toString())
                .redirectError(err.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            while (process.isAlive() && !Files.readString(err).contains("trial 2")) {
                process.waitFor(20, TimeUnit.MILLISECONDS);
            }
            for (int time = 0; time < 2; time++) {
                new ProcessBuilder("kill", "-TERM", Long.toString(process.pid()))
                        .start()
                        .waitFor();
            }
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        String said = Files.readString(err, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(said).isEqualTo(143);
        assertThat(said)
                .contains("ending with the best so far", "wrote " + interrupted.resolve("best.json"))
                .containsPattern("\nended by a signal after [0-9]+ trials?; there is "
                        + Pattern.quote(interrupted.resolve("best.json").toString()) + "\n$");
        assertThat(Files.readString(out))
                .contains("ended because it was asked to finish", "On events that no trial saw, by ");
        assertThat(new ObjectMapper()
                        .readTree(interrupted.resolve("best.json").toFile())
                        .get("algorithm")
                        .asText())
                .isIn("sar", "ridge", "als");
        assertThat(lines(interrupted.resolve("journal.jsonl"))).isGreaterThan(2);
    }

    private static long lines(Path file) throws IOException {
        return Files.readAllLines(file).size();
    }
}
