package dev.recommender.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
class SideBySideTest {
    @TempDir
    Path folder;

    @Test
    void libraryAndYardstickGiveTheSameSimilaritiesAndAnswers() throws IOException {
        Path records = folder.resolve("events.bin");
        EventFiles.writeRecords(SyntheticEvents.generate(Shape.ML20M, 400, 300, 20_000, 3), records);
        Programs programs = new Programs(folder, 2, List.of("-Xmx512m"), Optional.empty());
        Optional<Contestant> yardstick = programs.yardstick(records, 0);
        assumeThat(yardstick).as("a C compiler").isPresent();

        Figures theirs = yardstick.orElseThrow().run();
        Figures ours = programs.ours("library", "--records", records.toString(), "--ask", "0")
                .run();

        assertThat(ours.sum("cells")).isPositive().isEqualTo(theirs.sum("cells"));
        double checksum = theirs.sum("checksum");
        assertThat(ours.sum("checksum")).isCloseTo(checksum, within(1e-6 * checksum));
        assertThat(ours.sum("topMean")).isPositive();
    }

    @Test
    void scipyFindsAsManySimilarities() throws IOException {
        Path records = folder.resolve("events.bin");
        EventFiles.writeRecords(SyntheticEvents.generate(Shape.ML20M, 300, 200, 10_000, 3), records);
        Programs programs = new Programs(folder, 2, List.of("-Xmx512m"), Optional.empty());
        Optional<Contestant> scipy = programs.scipy(records, Integer.MAX_VALUE, 4L << 30);
        assumeThat(scipy).as("Python with scipy").isPresent();

        Figures ours = programs.ours("library", "--records", records.toString()).run();

        assertThat(scipy.orElseThrow().run().sum("cells")).isEqualTo(ours.sum("cells"));
    }

    /** With all neighbours kept, no tie at the limit is broken differently. */
    @Test
    void libraryAndRankSysGiveTheSameAnswers() throws IOException {
        Path records = folder.resolve("events.bin");
        EventFiles.writeRecords(SyntheticEvents.generate(Shape.GOWALLA, 400, 300, 9_000, 3), records);
        Programs programs = new Programs(folder, 2, List.of("-Xmx512m"), Optional.empty());

        Figures theirs = programs.rankSys("RankSys", records, 300, "--again", "1", "--ask", "0")
                .run();
        Figures ours = programs.ours(
                        "library",
                        "--records",
                        records.toString(),
                        "--neighbors",
                        "300",
                        "--similarity",
                        "cosine",
                        "--again",
                        "1",
                        "--ask",
                        "0")
                .run();

        double checksum = theirs.sum("checksum");
        assertThat(ours.sum("checksum")).isCloseTo(checksum, within(1e-6 * checksum));
        assertThat(theirs.sum("built", "builtAgain", "topMean")).isPositive();
        assertThat(ours.sum("builtAgain", "builtAgainCpu")).isPositive();
    }

    @Test
    void theTableSetsTheLibraryBesideRankSys() {
        Results results = new Results();
        Map<String, Double> theirs = Map.of("built", 4.0, "builtAgain", 2.0, "builtAgainCpu", 4.0, "topMean", 200.0);
        Map<String, Double> ours =
                Map.of("grouping", 0.5, "similarity", 0.5, "builtAgain", 0.25, "builtAgainCpu", 0.4, "topMean", 10.0);
        results.add(Names.rankSys("wide"), new Figures(theirs));
        results.add(Names.besideRankSys("wide"), new Figures(ours));

        assertThat(new Report(results, 200).text())
                .contains("| similarity rows, wide, first in a JVM | 1.00 s | RankSys: 4.00 s | 0.25 | 0.25 |")
                .contains("| similarity rows, wide, again | 0.250 s | RankSys: 2.000 s | 0.13 | 0.13 |")
                .contains("| ten best for one user, wide, mean | 10.0 µs | RankSys: 200.0 µs | 0.05 | 0.05 |")
                .doesNotContain("small");
    }

    @Test
    void thePhasesOfAllAlgorithmsHaveColumns() {
        Results results = new Results();
        results.add(
                Names.DAMPED,
                new Figures(Map.of("reading", 1.0, "grouping", 2.0, "similarity", 3.0, "train", 6.0, "total", 7.0)));
        results.add(
                Names.RIDGE,
                new Figures(Map.of("reading", 1.0, "counting", 4.0, "solving", 5.0, "train", 10.0, "total", 11.0)));
        results.add(Names.RIDGE_WIDE, new Figures(Map.of("train", 6.95, "total", 7.0)));

        assertThat(new Report(results, 200).text())
                .contains("| phase, s | reading | grouping | counting | similarity | solving | training |"
                        + " training and saving |")
                .contains("| " + Names.DAMPED + " | 1.00 | 2.00 |  | 3.00 |  | 6.00 | 7.00 |")
                .contains("| " + Names.RIDGE + " | 1.00 |  | 4.00 |  | 5.00 | 10.00 | 11.00 |")
                .contains("| training ridge rows, wide, 200 neighbours | 6.95 s |");
    }

    @Test
    void theWideCatalogOfRidgeRowsIsAsLargeAsAskedFor() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new SideBySideCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(("--parts RIDGE --users 300 --items 200 --events 10000 --neighbors 20 --rounds 1 --warm-up 0"
                                + " --java-option -Xmx512m --work " + folder)
                        .split(" "));

        assertThat(status).as(err.toString()).isZero();
        assertThat(folder.resolve("gowalla-300-200-10000-5.records")).exists();
        assertThat(out.toString()).containsPattern("\\| training ridge rows, wide, 20 neighbours \\| [0-9.]+ s \\|");
    }

    @Test
    void theTablesHoldEveryContestant() throws IOException {
        Path plot = folder.resolve("growth.svg");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = new CommandLine(new SideBySideCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(
                        "--parts",
                        "CSV,OPENING,GROWTH",
                        "--against",
                        System.getProperty("java.class.path"),
                        "--users",
                        "300",
                        "--items",
                        "200",
                        "--events",
                        "10000",
                        "--growth",
                        "10000",
                        "--neighbors",
                        "20",
                        "--rounds",
                        "1",
                        "--warm-up",
                        "0",
                        "--work",
                        folder.toString(),
                        "--plot",
                        plot.toString(),
                        "--java-option",
                        "-Xmx512m",
                        "--csv-heap",
                        "300m");

        assertThat(status).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("| CSV file → saved model, 20 neighbours | ")
                .contains("| opening and first answer, checked as used | ")
                .contains("| library, all neighbours | ")
                .contains("| library, CSV to saved model | ")
                .contains("| sum of squared histories |")
                .contains("| other build, library, opening | ")
                .contains("| library, CSV to saved model: processor time of the process, s | ")
                .contains("| library, opening: opening, checked as a whole, ms | ");
        assertThat(Files.readString(plot))
                .startsWith("<svg")
                .contains("<circle")
                .endsWith("</svg>\n");
    }

    @Test
    void aContestantThatFailsIsReportedAndLeftOut() {
        Contestant failing = new Contestant("failing", List.of("sh", "-c", "echo no luck; exit 3"), Map.of());
        Contestant fine = new Contestant("fine", List.of("sh", "-c", "echo cells=$CELLS"), Map.of("CELLS", "7"));
        Results results = new Results();
        StringBuilder progress = new StringBuilder();

        results.takeTurns(List.of(failing, fine), 2, progress::append);

        assertThat(progress).containsOnlyOnce("failing ended with status 3: no luck");
        assertThat(results.names()).containsExactly("fine");
        assertThat(results.turns("fine", "cells").orElseThrow().values()).containsExactly(7.0, 7.0);
        assertThat(results.turns("failing", "cells")).isEmpty();
        assertThat(results.turns("fine", "fit")).isEmpty();
    }

    @Test
    void figuresAreFoundInProseAndInLines() {
        Figures figures = Figures.read("""
                group 0.49 s, co-occurrence and Jaccard 14.90 s on 2 threads, cells 4980924
                processor time 29.100 s
                top-10 for one user, one thread: mean 57.2 us, median 35.0 us, p99 305.1 us (checksum 27594.933)
                reading=1.5
                """, 42, Duration.ofMillis(1_250));
        assertThat(figures.sum("grouping", "similarity")).isCloseTo(15.39, within(1e-9));
        assertThat(figures.sum("cpu")).isEqualTo(29.1);
        assertThat(figures.sum("cells")).isEqualTo(4_980_924);
        assertThat(figures.sum("topMean", "topMedian", "topP99")).isCloseTo(397.3, within(1e-9));
        assertThat(figures.sum("checksum")).isEqualTo(27_594.933);
        assertThat(figures.sum("reading", Figures.PEAK_BYTES)).isEqualTo(43.5);
        assertThat(figures.sum(Figures.PROCESS_CPU)).isEqualTo(1.25);
        assertThat(Figures.read(Figures.line("total", 1e-7), 0, Duration.ZERO).sum("total"))
                .isEqualTo(1e-7);
        assertThatThrownBy(() -> figures.sum("fit")).hasMessageContaining("did not print fit");
    }

    @Test
    void ratiosAreTakenTurnByTurn() {
        Turns ours = new Turns(List.of(2.0, 9.0, 4.0));
        Turns theirs = new Turns(List.of(1.0, 3.0, 4.0));
        assertThat(ours.over(theirs).values()).containsExactly(2.0, 3.0, 1.0);
        assertThat(ours.over(theirs).text("%.1f")).isEqualTo("2.0 (1.0–3.0)");
        assertThat(new Turns(List.of(1.0, 2.0)).median()).isEqualTo(1.5);
        assertThat(new Turns(List.of(7.25)).text("%.1f")).isEqualTo("7.3");
    }

    @Test
    void growthFindsTheLineThatTheTimesLieOn() {
        Growth growth = new Growth();
        for (int times = 1; times <= 4; times++) {
            Map<String, Double> size = Map.of("events", 1e6 * times, "users", 1e3 * times, "squares", 1e9 * times);
            Results results = new Results();
            for (double seconds : new double[] {0.5 + 2 * times, 99}) {
                Map<String, Double> figures = new HashMap<>(size);
                figures.putAll(Map.of("grouping", 0.25, "similarity", seconds - 0.25, "cpu", 1.0));
                results.add("library", new Figures(figures));
            }
            growth.add(results, "library", "yardstick");
        }
        assertThat(growth.text()).contains("fastest turns 0.500 + 2.000 x, R² = 1.0000");
    }
}
