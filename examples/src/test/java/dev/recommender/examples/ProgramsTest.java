package dev.recommender.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The programs with a main method run; the command line has tests of its own. */
@Tag("slow")
class ProgramsTest {
    @Test
    void quickStartRecommendsForTheGeneratedShop() throws IOException {
        String printed = printedBy(() -> QuickStart.main(new String[0]));

        assertThat(printed).startsWith("2,000 users, 432 items, ").contains(" accepted, 0 rejected");
        assertThat(printed.lines().filter(line -> line.matches("\\[p\\d+ [0-9.]+(, p\\d+ [0-9.]+)+]")))
                .hasSize(2);
        assertThat(printed.lines().filter(line -> line.matches("p\\d+ [0-9.]+ because of .*\\bp0012 [0-9.]+.*")))
                .isNotEmpty();
    }

    @Test
    void measureComparesTheModelWithPopularity() throws IOException {
        String printed = printedBy(() -> Measure.main(new String[0]));

        assertThat(printed).startsWith("Evaluation of sar by ").contains("@5", "@10", "nDCG", "  popularity ");
    }

    @Test
    void compareModelsSaysWhetherADifferenceIsChance() throws IOException {
        String printed = printedBy(() -> CompareModels.main(new String[0]));

        assertThat(printed.lines()).hasSize(2);
        assertThat(printed).startsWith("500 test users, nDCG@10 0.").containsPattern("p-value 0\\.0");
    }

    @Test
    void whichAlgorithmComparesBoth() throws IOException {
        String printed = printedBy(() -> WhichAlgorithm.main(new String[0]));

        assertThat(printed)
                .startsWith("Evaluation of ridge against sar by ")
                .contains("  difference  ", "What differs between both trainings");
    }

    @Test
    void tuneAShopSaysWhatTheBestReachesOnWhatNoTrialSaw() throws IOException {
        String printed = printedBy(() -> TuneAShop.main(new String[0]));

        assertThat(printed)
                .startsWith("Tuned for nDCG@10: ")
                .contains("sar: defaults", "ridge: penalty infinite", "On events that no trial saw, by ")
                .contains("less that of today's default: ");
    }

    @Test
    void rulesAndReasonsSaysWhy() throws IOException {
        String printed = printedBy(() -> RulesAndReasons.main(new String[0]));

        assertThat(printed.lines()).hasSize(8).allMatch(line -> line.matches("You may like the .*, because you .*"));
    }

    @Test
    void serviceOnAStoreTrainsAndAnswers() throws IOException {
        String printed = printedBy(() -> ServiceOnAStore.main(new String[0]));

        assertThat(printed).contains(": completed").containsPattern(" recommends \\[p\\d+ [0-9.]+, ");
    }

    @Test
    void serveModelsIsReady() throws IOException {
        String printed = printedBy(() -> {
            try {
                ServeModels.main(new String[0]);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(printed.strip()).isEqualTo("{\"status\":\"ready\"}");
    }

    @Test
    void aClientTrainsAndAsks() throws IOException {
        String printed = printedBy(() -> AskAService.main(new String[0]));

        assertThat(printed).contains("COMPLETED ").containsPattern(" recommends \\[p\\d+ [0-9.]+, ");
    }

    @Test
    void watchedServiceCountsWhatHappens() throws IOException {
        String printed = printedBy(() -> WatchedService.main(new String[0]));

        assertThat(printed)
                .contains("before: [CREATED.models, CREATED.oldest]", "after: []")
                .contains("trainings.started 1", "trainings.COMPLETED 1", "models.loaded 1")
                .doesNotContain("failures");
    }

    @Test
    void rowsFromElsewhereGiveTheScoresOfTheWorkedExample() throws IOException {
        String printed = printedBy(() -> RowsFromElsewhere.main(new String[0]));

        assertThat(printed.lines()).containsExactly("item 4 28.5", "item 5 15.5");
    }

    @Test
    void vectorsAreLearntAskedAndWritten() throws IOException {
        String printed = printedBy(() -> Vectors.main(new String[0]));

        assertThat(printed.lines().filter(line -> line.matches("p\\d+ [0-9.]+ because of \\[p\\d+ .*")))
                .hasSize(5);
        assertThat(printed).contains("64 numbers each");
    }

    @Test
    void eventsFromCodeRecommendsWhatTheOthersBoughtToo() throws IOException {
        String printed = printedBy(() -> EventsFromCode.main(new String[0]));

        assertThat(printed).containsSubsequence("bow ", "rosin ").doesNotContain("violin ");
    }

    @Test
    void anonymousSessionRecommendsWhatComesNext() throws IOException {
        String printed = printedBy(() -> AnonymousSession.main(new String[0]));

        assertThat(printed)
                .containsSubsequence("rosin ", "case ", "strings ")
                .doesNotContain("violin ")
                .doesNotContain("bow ");
    }

    private static String printedBy(Program program) throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(bytes, true, UTF_8)) {
            System.setOut(captured);
            program.run();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(UTF_8);
    }

    @FunctionalInterface
    private interface Program {
        void run() throws IOException;
    }
}
