package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.examples.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanCommandTest {
    @TempDir
    Path folder;

    private Path usage;

    @BeforeEach
    void makeShop() throws IOException {
        Shop.open(60, 24, 1_500, 5).write(folder);
        usage = folder.resolve("usage.csv");
    }

    @Test
    void tellsWhatATrainingWouldTake() throws IOException {
        Run run = Run.of("plan", "--usage", usage);

        long events = Files.lines(usage).count() - 1;
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .startsWith("sar: 60 users, 24 items, " + String.format("%,d", events) + " events: ")
                .contains("\n  reading ", "\n  grouping ", "\n  similarity ", "\n  model ")
                .contains("additions", "similarities");
        assertThat(run.err())
                .startsWith("read usage.csv: UTF-8, comma, header; user = user")
                .hasLineCount(1);
    }

    @Test
    void saysByItsStatusThatATrainingWouldNotFit() {
        Run run = Run.of("plan", "--usage", usage, "--memory", "1m");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).contains(" of 1.0 MiB at ").contains("which does not fit");
        assertThat(run.out()).contains("\n  what would help:\n    a memory budget of ");
    }

    @Test
    void namesWhatWouldHelpAsTheOptionsOfTheCommand() {
        Run planned = Run.of("plan", "--usage", usage, "--memory", "1m", "--threads", "4");
        Run trained = Run.of(
                "train", "--usage", usage, "--memory", "1m", "--threads", "4", "--model", folder.resolve("model"));

        assertThat(planned.out()).contains("\n    --threads 1, which needs ").doesNotContain("threads(");
        assertThat(trained.err()).contains("--threads 1, which needs ").doesNotContain("threads(");
    }

    @ParameterizedTest
    @ValueSource(strings = {"100k", "1m", "2m", "4m"})
    @Tag("slow")
    void namesOnlyRemediesThatNeedLess(String memory) {
        for (int threads : new int[] {1, 2, 4}) {
            String out = Run.of("plan", "--usage", usage, "--memory", memory, "--threads", threads)
                    .out();

            Matcher heap = Pattern.compile("heap ([0-9.]+ [KM]iB)").matcher(out);
            assertThat(heap.find()).isTrue();
            assertThat(out).doesNotContain("which needs " + heap.group(1));
        }
    }

    @Test
    void countsTheItemsThatATrainingWouldCount() throws IOException {
        Path catalog = folder.resolve("short.csv");
        Files.writeString(catalog, "p0000,Boots,hiking\np0001,Bowl,baking\n");

        assertThat(Run.of("plan", "--usage", usage, "--catalog", catalog).out()).contains(" users, 2 items,");
        assertThat(Run.of("plan", "--usage", usage, "--catalog", catalog, "--keep-unknown-items")
                        .out())
                .contains("60 users, 24 items,");
    }
}
