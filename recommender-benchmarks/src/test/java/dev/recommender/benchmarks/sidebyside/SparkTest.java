package dev.recommender.benchmarks.sidebyside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Spark's ALS as a contestant. Tests that start Spark need its jars, and are skipped without. */
class SparkTest {
    private static final Path JARS = Path.of("spark", "target", "jars");

    @TempDir
    Path folder;

    @Test
    void vectorsAreReadByNumberAndRankWhatAUserHasNotTaken() throws IOException {
        NumberedEvents events = NumberedEvents.of(UsageEvents.of(List.of(
                UsageEvent.of("ann", "bow"),
                UsageEvent.of("ben", "violin"),
                UsageEvent.of("ann", "bow"),
                UsageEvent.of("ben", "case"),
                UsageEvent.of("ann", "rosin"))));
        Path file = folder.resolve("vectors");
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            // Ann only, then rosin, bow and case; Spark gives no vector to who or what it did not see.
            write(out, Map.of(0, new float[] {1, 2}));
            write(out, Map.of(3, new float[] {9, 9}, 0, new float[] {8, 8}, 2, new float[] {0.5f, -1}));
        }
        SparkVectors vectors = SparkVectors.read(file, events);

        List<Recommendation> list = vectors.recommend(Query.user("ann").count(5));
        assertThat(list).extracting(Recommendation::item).containsExactly("violin", "case");
        assertThat(list).extracting(Recommendation::score).containsExactly(0.0, -1.5);
        assertThat(vectors.recommend(Query.user("ann").count(1))).hasSize(1);
        assertThat(vectors.recommend(Query.user("cleo").count(5)).unknownUser()).contains("cleo");
        assertThat(vectors.predict("ann", "rosin")).isEqualTo(OptionalDouble.of(27));
        assertThat(vectors.predict("ann", "harp")).isEmpty();
    }

    private static void write(DataOutputStream out, Map<Integer, float[]> vectors) throws IOException {
        out.writeInt(vectors.size());
        out.writeInt(2);
        for (Map.Entry<Integer, float[]> vector : vectors.entrySet()) {
            out.writeInt(vector.getKey());
            for (float number : vector.getValue()) {
                out.writeFloat(number);
            }
        }
    }

    @Test
    void aPairIsOneRecordThatWeighsHowOftenItComes() throws IOException {
        SyntheticEvents pairs = NumberedEvents.of(UsageEvents.of(
                        List.of(UsageEvent.of("ann", "bow"), UsageEvent.of("ben", "bow"), UsageEvent.of("ann", "bow"))))
                .pairs();
        assertThat(pairs.user()).containsExactly(0, 1);
        assertThat(pairs.item()).containsExactly(0, 0);
        assertThat(pairs.weight()).containsExactly(2, 1);
    }

    @Test
    void withoutJarsItIsSaidHowToGetThem() {
        assertThatThrownBy(() -> Spark.in(folder, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--spark must be a folder with Spark's jars: " + folder)
                .hasMessageContaining(Spark.REMEDY);
        assertThatThrownBy(() -> Spark.in(folder.resolve("none"), folder)).hasMessageContaining(Spark.REMEDY);
        assertThat(side("--parts SPARK")).contains("--parts SPARK and --spark FOLDER go together");
        assertThat(side("--parts SMALL --spark " + folder)).contains("--parts SPARK and --spark FOLDER go together");
    }

    private static String side(String arguments) {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new SideBySideCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    err.write(String.valueOf(failure.getMessage()));
                    return 2;
                });
        assertThat(line.execute(arguments.split(" "))).isEqualTo(2);
        return err.toString();
    }

    @Test
    void theTableSetsTheLibraryBesideSpark() {
        Results results = new Results();
        results.add(Names.SPARK, new Figures(Map.of("train", 50.0, "trainAgain", 40.0, Figures.PROCESS_CPU, 200.0)));
        results.add(
                Names.BESIDE_SPARK,
                new Figures(Map.of("train", 5.0, "factors", 4.0, "trainAgain", 3.0, Figures.PROCESS_CPU, 10.0)));

        assertThat(new Report(results, 200).text())
                .contains("| learning vectors, first in a JVM | 5.00 s | Spark: 50.00 s | 0.10 | 0.10 |")
                .contains("| learning vectors, again | 3.00 s | Spark: 40.00 s | 0.08 | 0.08 |")
                .contains("| learning vectors, processor time of the process | 10.0 s | Spark: 200.0 s | 0.05 | 0.05 |")
                .contains("| phase, s | factors | training | training and saving |");
    }

    @Test
    @Tag("slow")
    void ourVectorsAreMeasuredInAProcessOfTheirOwn() throws IOException {
        Path records = folder.resolve("events.bin");
        EventFiles.writeRecords(tastes(3), records);
        Programs programs = new Programs(folder, 2, List.of("-Xmx512m"), Optional.empty());

        Figures ours = programs.als("library", records, 16, 3, 1).run();

        assertThat(ours.sum("events")).isEqualTo(2_000);
        assertThat(ours.sum("train")).isPositive();
        assertThat(ours.sum("factors")).isPositive();
        assertThat(ours.sum("trainAgain")).isPositive();
    }

    /** Half of the users take items of one kind, half of the other: Spark, once started, finds that, too. */
    @Test
    @Tag("slow")
    void sparkLearnsOnTheSameEvents() throws IOException {
        assumeThat(JARS).as(Spark.REMEDY).isDirectory();
        NumberedEvents events = NumberedEvents.of(tastes(3).usage(1));
        Path records = folder.resolve("events.bin");
        EventFiles.writeRecords(events.pairs(), records);
        Spark spark = Spark.in(JARS, Programs.resource("SparkAls.java", folder));
        String output = folder.resolve("vectors").toString();

        Figures figures = spark.contestant("Spark", records, 8, 4, 2, 1, output, List.of("2:0.1", "10:0.1"))
                .run();

        assertThat(figures.sum("events")).isEqualTo(2_000);
        assertThat(figures.sum("train")).isPositive();
        assertThat(figures.sum("trainAgain")).isPositive();
        for (int setting = 0; setting < 2; setting++) {
            SparkVectors vectors = SparkVectors.read(Path.of(output + "-" + setting), events);
            for (int user = 0; user < 100; user++) {
                int kind = user % 2;
                assertThat(vectors.recommend(Query.user("u" + user).count(10)))
                        .hasSize(10)
                        .allMatch(next -> Integer.parseInt(next.item().substring(1)) / 40 == kind);
            }
        }
    }

    @Test
    @Tag("slow")
    void theStudySetsNoneBehindTheOther() throws IOException {
        assumeThat(JARS).as(Spark.REMEDY).isDirectory();
        Path csv = folder.resolve("events.csv");
        EventFiles.writeCsv(tastes(4), csv);
        StringWriter out = new StringWriter();
        int status = new CommandLine(new SparkStudyCommand())
                .setOut(new PrintWriter(out, true))
                .execute(("--spark " + JARS + " --usage " + csv
                                + " --factors 8 --iterations 4 --settings 2:0.01,10:0.01 --spark-settings 2:0.1,10:0.1")
                        .split(" "));

        assertThat(status).isZero();
        List<String[]> lines = out.toString()
                .lines()
                .filter(line -> line.startsWith("| library") || line.startsWith("| Spark"))
                .map(line -> line.split(" \\| "))
                .toList();
        assertThat(lines).hasSize(4);
        double ours = Double.parseDouble(lines.get(0)[2]);
        assertThat(ours).isBetween(0.2, 1.0);
        assertThat(Double.parseDouble(lines.get(2)[2])).isCloseTo(ours, within(0.2 * ours));
    }

    /** Each of 100 users takes 20 of the 40 items of one of two kinds, in an order that is drawn. */
    private static SyntheticEvents tastes(long seed) {
        Random random = new Random(seed);
        SyntheticEvents events = new SyntheticEvents(new int[2_000], new int[2_000], new float[2_000], new long[2_000]);
        for (int user = 0, at = 0; user < 100; user++) {
            int[] kind = IntStream.range(0, 40).toArray();
            for (int taken = 0; taken < 20; taken++, at++) {
                int other = taken + random.nextInt(40 - taken);
                int item = kind[other];
                kind[other] = kind[taken];
                kind[taken] = item;
                events.user()[at] = user;
                events.item()[at] = 40 * (user % 2) + item;
                events.weight()[at] = 1;
                events.seconds()[at] = 1_000_000 + at;
            }
        }
        return events;
    }
}
