package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.ParsingException;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file most of whose lines cannot be read does not count as one with a few events. */
class WrongShareTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "60, 90, true",
        "1, 5, false",
        "0, 5, false",
        "1, 6, true",
        "53, 6, true",
        "54, 6, false",
        "900, 100, false"
    })
    void moreThanATenthOfAFilesLinesMustNotBeWrong(int good, int wrong, boolean refused) throws IOException {
        Path file = Files.writeString(folder.resolve("u.csv"), "u,i\n".repeat(good) + "bad\n".repeat(wrong));
        UsageCsv usage = UsageCsv.read(file);
        check(refused, () -> CollectedEvents.of(usage), good, wrong, "u.csv");
        check(
                refused,
                () -> {
                    List<UsageEvents> parts = usage.parts(50);
                    for (int part = parts.size() - 1; part >= 0; part--) {
                        CollectedEvents.of(parts.get(part));
                    }
                },
                good,
                wrong,
                "u.csv");
        assertThat(CollectedEvents.of(usage.errorBudget(100)).events).hasSize(good);
    }

    @Test
    void theShareIsThatOfEachFile() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "u,i\n".repeat(1000));
        Files.writeString(folder.resolve("b.csv"), "u,i\n".repeat(10) + "bad\n".repeat(10));
        UsageCsv usage = UsageCsv.read(folder);
        check(true, () -> CollectedEvents.of(usage), 10, 10, "b.csv");
        assertThat(CollectedEvents.of(usage.errorBudget(10)).events).hasSize(1010);
    }

    @Test
    void aPartThatIsReadAgainCountsOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("u.csv"), "bad\n".repeat(4) + "u,i\n".repeat(50));
        List<UsageEvents> parts = UsageCsv.read(file).parts(20);
        for (int reading = 0; reading < 4; reading++) {
            for (UsageEvents part : parts) {
                CollectedEvents.of(part);
            }
        }
        assertThat(parts).hasSizeGreaterThan(3);
    }

    @Test
    void linesThatAreLeftOutAreNotWrong() throws IOException {
        Path file = Files.writeString(folder.resolve("u.csv"), "u,i\n" + ",i\n".repeat(50));
        UsageCsv usage = UsageCsv.read(file);
        check(true, () -> CollectedEvents.of(usage), 1, 50, "u.csv");
        assertThat(CollectedEvents.of(usage.skipRowsWithoutUser()).events).hasSize(1);
    }

    @Test
    void catalogsHaveTheSameLimit() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int item = 0; item < 60; item++) {
            text.append("i").append(item).append(",name\n");
        }
        CatalogCsv catalog = CatalogCsv.read(Files.writeString(folder.resolve("c.csv"), text + "bad\n".repeat(90)));
        check(true, catalog::load, 60, 90, "c.csv");
        assertThat(catalog.errorBudget(90).load().size()).isEqualTo(60);
        assertThat(CatalogCsv.read(Files.writeString(folder.resolve("c.csv"), text + "bad\n".repeat(6)))
                        .load()
                        .size())
                .isEqualTo(60);
    }

    @Test
    void theRetiredServicesRulesLimitTheNumberAlone() throws IOException {
        Path file = Files.writeString(folder.resolve("u.csv"), "u,i\n".repeat(60) + "bad\n".repeat(90));
        assertThat(CollectedEvents.of(UsageCsv.read(file).serviceRules()).events)
                .hasSize(60);
        Path catalog = Files.writeString(folder.resolve("c.csv"), "a,A\n" + "bad\n".repeat(90));
        assertThat(CatalogCsv.read(catalog).serviceRules().load().size()).isEqualTo(1);
    }

    private interface Reading {
        void read() throws IOException;
    }

    private static void check(boolean refused, Reading reading, int good, int wrong, String file) throws IOException {
        if (!refused) {
            reading.read();
            return;
        }
        assertThatExceptionOfType(ParsingException.class)
                .isThrownBy(reading::read)
                .withMessageContaining(wrong + " of " + (good + wrong) + " lines of " + file + " are wrong")
                .withMessageContaining("raise the error budget")
                .satisfies(e -> assertThat(e.report().errorCount()).isEqualTo(wrong));
    }
}
