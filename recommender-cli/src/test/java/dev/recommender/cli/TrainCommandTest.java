package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.TrainedModel;
import dev.recommender.examples.Shop;
import dev.recommender.models.Models;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {
    @TempDir
    Path folder;

    private Path usage;
    private Path model;

    @BeforeEach
    void makeShop() throws IOException {
        Shop.open(60, 24, 1_500, 5).write(folder);
        usage = folder.resolve("usage.csv");
        model = folder.resolve("shop.model");
    }

    @Test
    void tellsTheFiguresOfTheModelAndNothingOnTheErrorStream() throws IOException {
        Run run = Run.of("train", "--usage", usage, "--model", model);

        long events = Files.lines(usage).count() - 1;
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("\n60 users, 24 items, " + String.format("%,d", events) + " events", "similarity")
                .endsWith("saved " + model + "\n");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void remarksThatNoItemsAreSimilar() {
        Run run = Run.of("train", "--usage", usage, "--model", model, "--support-threshold", "1000");

        assertThat(run.status()).isZero();
        assertThat(run.err()).contains("note: no two items", "--support-threshold");
    }

    @Test
    void typesAreCountedAndThoseWithoutAStandardWeightAreNamed() throws IOException {
        Path events = Files.writeString(
                folder.resolve("types.csv"),
                "user,item,type\nu1,a,Click\nu2,a,click\nu1,b,Purchse\nu2,b,Purchase\nu3,b,\n");

        Run run = Run.of("train", "--usage", events, "--support-threshold", "1", "--model", model);

        assertThat(run.out())
                .contains("type = type (Click 2, Custom 1, Purchase 1, Purchse 1, without a standard weight: Purchse)");
    }

    @Test
    void aCatalogThatHasNoneOfTheItemsIsBlamed() throws IOException {
        Path swapped = Files.writeString(folder.resolve("swapped.csv"), "Red shoe,p0001\nBlue shoe,p0002\n");

        Run run = Run.of("train", "--usage", usage, "--catalog", swapped, "--model", model);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err())
                .contains("the catalog has none of the items of the usage events: its first item is \"Red shoe\"")
                .contains("check the columns and the delimiter of the catalog");
        assertThat(model).doesNotExist();
    }

    @Test
    void theOptionForTheDelimiterOfACatalogIsNamed() throws IOException {
        Path semicolons = Files.writeString(folder.resolve("semicolons.csv"), "p0001;Shoe;hw\np0002;Rope;hw\n");

        Run run = Run.of("train", "--usage", usage, "--catalog", semicolons, "--model", model);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("the catalog", "semicolons.csv", "set its delimiter by --catalog-delimiter");
    }

    @Test
    void aCatalogWithoutAUsableItemIsNamed() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.csv"), "p0001\np0002\n");

        Run run = Run.of("train", "--usage", usage, "--catalog", bad, "--model", model);

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("bad.csv has no item that can be used").contains("bad.csv:1");
    }

    @Test
    void saysTheSpanOfTimesAndWhichEventsAreLaterThanTheReferenceTime() throws IOException {
        Path events = folder.resolve("future.csv");
        Files.writeString(
                events,
                "user,item,time\nu1,a,2026-05-01\nu2,a,2026-05-02\nu2,b,2026-05-02\nu5,c,2026-05-03\n"
                        + "u9,c,9999-12-31\n");
        Run run = Run.of("train", "--usage", events, "--model", model, "--support-threshold", "1");

        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("from 2026-05-01T00:00:00Z to 9999-12-31T00:00:00Z, reference time 2026-05-03T00:00:00Z");
        assertThat(run.err())
                .contains("note: 1 event is later than the reference time 2026-05-03T00:00:00Z")
                .contains("user u9, item c, 9999-12-31T00:00:00Z")
                .contains("--reference-time");
        assertThat(Run.of("inspect", "--model", model).out())
                .contains("event times 2026-05-01T00:00:00Z to 9999-12-31T00:00:00Z")
                .contains("reference time 2026-05-03T00:00:00Z");
        assertThat(Run.of("recommend", "--model", model, "--user", "u1").out()).containsPattern("^ +1 +b ");
    }

    @Test
    void eventsOfFilesWithoutTimesAreNotedWhereOtherFilesHaveTimes() throws IOException {
        Path events = Files.createDirectory(folder.resolve("events"));
        Files.writeString(events.resolve("old.csv"), "user,item\nu1,a\nu2,a\nu2,b\n");
        Run alone = Run.of("train", "--usage", events, "--model", model, "--support-threshold", "1");
        assertThat(alone.err()).doesNotContain("count as now");
        Files.writeString(events.resolve("may.csv"), "user,item,time\nu1,a,2026-05-01\nu1,b,\nu2,b,2026-05-02\n");
        Run run = Run.of("train", "--usage", events, "--model", model, "--support-threshold", "1");
        assertThat(run.err())
                .contains("note: 3 events of old.csv have no time and count as now, while other files have times")
                .doesNotContain("of may.csv");
        assertThat(run.out()).contains("read may.csv: ", "1 blank");
    }

    @Test
    void printsNoNumbersOfWhatItDidNotDo() {
        Run run = Run.of("train", "--usage", usage, "--model", model);

        assertThat(run.status()).isZero();
        assertThat(run.out()).doesNotContain("coldItems").doesNotContain("catalog coverage");
    }

    @Test
    void countsOfOneAreSingularAndParametersAreWhatTheOptionsTake() throws IOException {
        Path one = Files.writeString(folder.resolve("one.csv"), "u,a\n");

        Run run = Run.of("train", "--usage", one, "--model", model, "--event-weights", "Click=3");
        String inspected = Run.of("inspect", "--model", model).out();

        assertThat(run.out()).contains("\n1 user, 1 item, 1 event, 1 pair (density 1.0000), 1 unit, ");
        assertThat(inspected).contains("\n1 item, 1 user, 1 event, histories of 1 user\n");
        assertThat(inspected.lines().map(line -> line.strip().replaceAll(" +", " ")))
                .contains("maxNeighbors all", "maxItemsPerUnit all", "referenceTime newest-event", "coldItems off")
                .anyMatch(line -> line.matches("eventWeights .*Click=3\\.0.*"));
        assertThat(Run.of("plan", "--usage", one).out()).startsWith("sar: 1 user, 1 item, 1 event: ");
    }

    @Test
    void remarksAGapThatEndsNoSessionAndRefusesSessionsWithoutTimes() throws IOException {
        Path usage = Files.writeString(
                folder.resolve("pauses.csv"), "u,a,2026-01-01\nu,b,2026-01-02\nv,a,2026-01-01\nv,b,2026-01-02\n");
        Path untimed = Files.writeString(folder.resolve("none.csv"), "u,a\nu,b\nv,a\nv,b\n");

        assertThat(sessions(usage, model, "30d").err())
                .contains(
                        "note: no session ends: no user's events are further apart than --session-gap, which is 30d,");
        assertThat(sessions(usage, model, "30m").err()).doesNotContain("no session ends");
        Run refused = sessions(untimed, folder.resolve("no.model"), "30m");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("error: no event has a time, and sessions end by the time between two events;")
                .contains("leave --cooccurrence-unit out");
        assertThat(folder.resolve("no.model")).doesNotExist();
    }

    private static Run sessions(Path usage, Path model, String gap) {
        return Run.of(
                "train",
                "--usage",
                usage,
                "--model",
                model,
                "--support-threshold",
                1,
                "--cooccurrence-unit",
                "session",
                "--session-gap",
                gap);
    }

    @Test
    void saysFirstWhatFilesWereTakenFor() {
        Run run = Run.of("train", "--usage", usage, "--catalog", folder.resolve("catalog.csv"), "--model", model);
        assertThat(run.out().lines().limit(3))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("read catalog.csv: "),
                        line -> assertThat(line).startsWith("read usage.csv: "),
                        line -> assertThat(line).startsWith("60 users, "));
    }

    @Test
    void remarksAHalfLifeWithoutTimesAlsoIfItIsTheDefault() throws IOException {
        Path untimed = Files.writeString(folder.resolve("untimed.csv"), "u,a\nu,b\nv,a\nv,b\n");
        Path model = folder.resolve("untimed.model");
        String note = "note: no event has a time, so --half-life has no effect";

        for (String days : List.of("30d", "7d")) {
            Run run = Run.of(
                    "train", "--usage", untimed, "--model", model, "--support-threshold", 1, "--half-life", days);
            assertThat(run.err().lines().filter(note::equals)).hasSize(1);
        }
        assertThat(Run.of(
                                "train",
                                "--usage",
                                untimed,
                                "--model",
                                model,
                                "--support-threshold",
                                1,
                                "--half-life",
                                "none")
                        .err())
                .doesNotContain("note");
        assertThat(Run.of("train", "--usage", untimed, "--model", model, "--support-threshold", 1)
                        .err())
                .doesNotContain("note");
    }

    @Test
    void saysWhichParameterWouldHelpWhereNothingIsSimilar() throws IOException {
        Path few = Files.writeString(folder.resolve("few.csv"), "ann,tea\nann,cup\nbob,tea\n");

        Run run = Run.of("train", "--usage", few, "--model", model);

        assertThat(run.err())
                .isEqualTo(
                        "note: no two items occur together often enough to be similar, so everybody gets popular items;"
                                + " a lower --support-threshold would help\n");
    }

    @Test
    void trainsWithTheDefaultsOfTheTrainer() throws IOException {
        Run.of("train", "--usage", usage, "--model", model);

        assertThat(parameters())
                .containsEntry("similarity", "jaccard")
                .containsEntry("supportThreshold", "6")
                .containsEntry("cooccurrenceUnit", "user");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--similarity lexicographers-mutual-information | similarity | lexicographers-mutual-information",
                "--similarity Inclusion_Index | similarity | inclusion-index",
                "--support-threshold 3 | supportThreshold | 3",
                "--cooccurrence-unit timestamp | cooccurrenceUnit | timestamp",
                "--cooccurrence-unit Timestamp | cooccurrenceUnit | timestamp",
                "--cooccurrence-unit session | cooccurrenceUnit | session",
                "--cooccurrence-unit session --session-gap PT45M | sessionGap | PT45M",
                "--counting sequential --similarity cooccurrence | counting | sequential",
                "--counting sequential --similarity damped(0,1,0) --max-distance 3 | maxDistance | 3",
                "--max-neighbors 4 | maxNeighbors | 4",
                "--max-items-per-unit 4 | maxItemsPerUnit | 4",
            })
    void takesAnOption(String option, String parameter, String value) throws IOException {
        assertThat(train(option)).as(option).isEqualTo(new Run(0, "", ""));
        assertThat(parameters()).containsEntry(parameter, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--similarity damped(0.5,0.5,0.5)",
                "--half-life 7.5d",
                "--half-life none",
                "--reference-time 2027-01-01T00:00:00Z",
                "--event-weights Click=0.5,Purchase=9",
                "--score-scale rating",
            })
    void changesTheModelByAnOption(String option) throws IOException {
        train("--threads 1");
        byte[] usual = Files.readAllBytes(model);

        assertThat(train(option)).as(option).isEqualTo(new Run(0, "", ""));
        assertThat(Files.readAllBytes(model)).isNotEqualTo(usual);
    }

    @Test
    void givesTheSameModelWithAnyNumberOfThreads() throws IOException {
        train("--threads 1");
        byte[] one = Files.readAllBytes(model);
        train("--threads 4");

        assertThat(Files.readAllBytes(model)).isEqualTo(one);
    }

    @Test
    void keepsToItsMemory() throws IOException {
        assertThat(train("--memory 800m")).isEqualTo(new Run(0, "", ""));
        Files.delete(model);
        Run tight = train("--memory 1024k");

        assertThat(tight.status()).isEqualTo(1);
        assertThat(tight.err())
                .contains("memory budget of 1.0 MiB")
                .contains("what would help")
                .hasLineCount(1);
        assertThat(model).doesNotExist();
        for (String size : List.of("much", "800", "800MB", "-1m", "NaNm")) {
            assertThat(train("--memory " + size))
                    .isEqualTo(new Run(
                            2, "", "error: --memory \"" + size + "\": give a number and k, m or g, such as 800m\n"));
        }
        assertThat(train("--memory 0k").err()).contains("--memory");
    }

    @Test
    void leavesHistoriesOut() throws IOException {
        train("--histories none");

        try (TrainedModel opened = Models.open(model)) {
            assertThat(opened.users()).isExhausted();
        }
    }

    @Test
    void readsSeveralFilesAndFolders() throws IOException {
        Path more = Files.createDirectory(folder.resolve("more"));
        Files.writeString(more.resolve("a.csv"), "someone,new-1\n");
        Files.writeString(more.resolve("b.csv"), "someone,new-2\n");

        Run run = Run.of("train", "--usage", usage, "--usage", more, "--model", model);

        assertThat(run.out()).contains("\n61 users, 26 items");
    }

    @Test
    void readsColumnsByPositionAndByName() throws IOException {
        Path swapped = folder.resolve("swapped.tsv");
        Files.writeString(
                swapped, "What\tInvoice\tWho\tOften\n" + "tea\t1\tann\t2\n" + "cup\t1\tann\t1\n" + "cup\t2\t\t1\n");

        for (String columns : List.of("item,-,user,weight", "user=Who,item=What,weight=Often")) {
            Run run = Run.of(
                    "train",
                    "--usage",
                    swapped,
                    "--columns",
                    columns,
                    "--header",
                    "yes",
                    "--delimiter",
                    "tab",
                    "--skip-rows-without-user",
                    "--support-threshold",
                    1,
                    "--model",
                    model);

            assertThat(run.status()).as(columns).isZero();
            assertThat(run.err()).startsWith("usage: 3 lines: 2 accepted, 0 rejected, 1 left out");
            try (NeighborModel opened = NeighborModel.open(model)) {
                assertThat(opened.affinity("ann", "tea")).hasValue(2);
            }
        }
    }

    @Test
    void reportsRejectedLinesWithinTheBudgetAndEndsBeyondIt() throws IOException {
        Path bad = folder.resolve("bad.csv");
        Files.writeString(bad, "ann,tea\nann\nbob,tea\nbob\n");

        Run tolerated = Run.of("train", "--usage", bad, "--max-errors", 2, "--support-threshold", 1, "--model", model);
        Files.delete(model);
        Run refused = Run.of("train", "--usage", bad, "--max-errors", 1, "--support-threshold", 1, "--model", model);

        assertThat(tolerated.status()).isZero();
        assertThat(tolerated.err()).contains("2 accepted, 2 rejected").contains("bad.csv:2");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("error: ").contains("bad.csv:2").hasLineCount(1);
        assertThat(model).doesNotExist();
    }

    @Test
    void leavesOutItemsThatTheCatalogLacksUnlessToldToKeepThem() throws IOException {
        Path catalog = folder.resolve("short.csv");
        Files.writeString(catalog, "p0000,Boots,hiking\np0001,Bowl,baking\n");

        Run left = Run.of("train", "--usage", usage, "--catalog", catalog, "--model", model);
        Run kept = Run.of("train", "--usage", usage, "--catalog", catalog, "--keep-unknown-items", "--model", model);

        assertThat(left.out()).contains(" users, 2 items,").contains("catalog coverage 100.0 %");
        assertThat(left.err()).contains("left out").contains("usage.csv:");
        // Of the 24 items, which the catalog has is not known.
        assertThat(kept.out()).contains("60 users, 24 items,").doesNotContain("catalog coverage");
        assertThat(kept.err()).isEmpty();
    }

    /** Trains with one option; returns the run without what a good training prints. */
    private Run train(String option) {
        Run run = Run.of(
                Stream.concat(Stream.of("train", "--usage", usage, "--model", model), Stream.of(option.split(" ")))
                        .toArray());
        return run.status() == 0 ? new Run(0, "", run.err()) : run;
    }

    private Map<String, String> parameters() throws IOException {
        try (TrainedModel opened = Models.open(model)) {
            return opened.metadata().parameters().toText();
        }
    }
}
