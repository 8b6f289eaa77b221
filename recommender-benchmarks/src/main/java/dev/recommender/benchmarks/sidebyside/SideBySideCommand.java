package dev.recommender.benchmarks.sidebyside;

import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.ShapeOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Runs the contestants in turns and prints the tables. */
@Command(
        name = "side-by-side",
        description =
                "Measures the library beside plain C, plain scipy, RankSys and Spark on the same events, in turns.",
        mixinStandardHelpOptions = true)
public final class SideBySideCommand implements Callable<Integer> {
    /** What can be compared. */
    enum Part {
        /** Training and single questions with all neighbours. */
        ALL,
        /** The same with the neighbour limit. */
        LIMITED,
        /** A CSV file to a saved model. */
        CSV,
        /** Weights that decay, and large histories damped. */
        WEIGHTS,
        /** Questions for many users at once. */
        MANY,
        /** Opening the model with all neighbours. */
        OPENING,
        /** RankSys, on a wide catalog with short histories. */
        WIDE,
        /** RankSys, on a small catalog. */
        SMALL,
        /** Ridge rows, beside damped rows of as many neighbours, and on a wide catalog. */
        RIDGE,
        /** A million items: CSV to model in little memory, opening, questions. */
        MILLION,
        /** Vectors beside Spark's ALS: 64 numbers, ten iterations, a million events. */
        SPARK,
        /** Fitting with scipy. */
        SCIPY,
        /** Training time by size. */
        GROWTH
    }

    private static final Set<Part> OWN_SIZES = EnumSet.of(Part.WIDE, Part.SMALL, Part.MILLION, Part.SPARK);

    private static final Set<String> OUR_COMMANDS = Set.of("measure", "measure-als");

    private static final int SPARK_FACTORS = 64;
    private static final int SPARK_ITERATIONS = 10;
    private static final int SPARK_AGAIN = 1;

    /** α and λ, which hardly change how long it takes. */
    private static final String SPARK_SETTING = "2:0.1";

    @Option(
            names = "--parts",
            split = ",",
            description =
                    "${COMPLETION-CANDIDATES}; default: all but MILLION and SPARK. WIDE, SMALL, MILLION and SPARK draw"
                            + " events of their own sizes. RIDGE draws a wide catalog as well, as large as that of WIDE, or as --users, --items and"
                            + " --events say.")
    Set<Part> parts = EnumSet.complementOf(EnumSet.of(Part.MILLION, Part.SPARK));

    @Mixin
    ShapeOptions full = new ShapeOptions();

    @Option(names = "--neighbors", paramLabel = "N", description = "The limit; default: ${DEFAULT-VALUE}.")
    int neighbors = 200;

    @Option(names = "--rounds", paramLabel = "N", description = "How many turns; default: ${DEFAULT-VALUE}.")
    int rounds = 3;

    @Option(names = "--warm-up", paramLabel = "SECONDS", description = "Of questions; default: ${DEFAULT-VALUE}.")
    int warmUp = 5;

    @Option(names = "--threads", paramLabel = "N", description = "For each contestant; default: all processors.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--limit", paramLabel = "SOURCE", description = "A C source to build and run as the yardstick.")
    Optional<Path> limit = Optional.empty();

    @Option(
            names = "--against",
            paramLabel = "JAR",
            description = "The benchmarks.jar of another build of the library, which takes the same turns.")
    Optional<Path> against = Optional.empty();

    @Option(names = "--java-option", paramLabel = "OPTION", description = "For the library's JVMs, such as -Xmx8g.")
    List<String> javaOptions = List.of();

    @Option(
            names = "--csv-heap",
            paramLabel = "SIZE",
            description = "-Xmx of the JVM that goes from CSV to a model; default for MILLION: 4g.")
    Optional<String> csvHeap = Optional.empty();

    @Option(names = "--scipy-events", paramLabel = "N", description = "The most events; default: ${DEFAULT-VALUE}.")
    int scipyEvents = Integer.MAX_VALUE;

    @Option(names = "--scipy-gigabytes", paramLabel = "N", description = "At most; default: ${DEFAULT-VALUE}.")
    int scipyGigabytes = 20;

    @Option(
            names = "--spark",
            paramLabel = "FOLDER",
            description = "Spark's jars, for SPARK; " + Spark.REMEDY
                    + " makes the folder recommender-benchmarks/spark/target/jars.")
    Optional<Path> spark = Optional.empty();

    @Option(names = "--growth", split = ",", paramLabel = "N", description = "Sizes; default: ${DEFAULT-VALUE}.")
    List<Integer> growth = List.of(1_000_000, 2_000_000, 5_000_000, 10_000_000, 15_000_000, 20_000_000);

    @Option(names = "--plot", paramLabel = "FILE", description = "Where to draw the growth, as SVG.")
    Optional<Path> plot = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "FOLDER",
            description = "Keeps events, models and binaries there; default: ${DEFAULT-VALUE}.")
    Path work = Path.of(System.getProperty("java.io.tmpdir"), "recommender-side-by-side");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        requireValid();
        Files.createDirectories(work);
        Programs programs = new Programs(work, threads, javaOptions, limit);
        Path model = work.resolve("all.model");
        PrintWriter out = spec.commandLine().getOut();
        out.println(machine());
        out.println();
        Results results = new Results();
        results.takeTurns(withOther(contestants(programs, model)), rounds, this::progress);
        results.takeTurns(besideScipy(programs), 1, this::progress);
        if (parts.contains(Part.OPENING) && Files.exists(model)) {
            results.takeTurns(
                    withOther(List.of(programs.ours(Names.OPENING, "--open", model.toString()))),
                    rounds,
                    this::progress);
        }
        out.println(new Report(results, neighbors).text());
        if (parts.contains(Part.GROWTH)) {
            out.println();
            out.println(growth(programs));
        }
        out.println();
        out.println(load());
        return 0;
    }

    private void requireValid() {
        full.requireValid();
        ShapeOptions.requireAtLeast("--neighbors", neighbors, 1);
        ShapeOptions.requireAtLeast("--rounds", rounds, 1);
        ShapeOptions.requireAtLeast("--warm-up", warmUp, 0);
        ShapeOptions.requireAtLeast("--threads", threads, 1);
        ShapeOptions.requireAtLeast("--scipy-events", scipyEvents, 1);
        ShapeOptions.requireAtLeast("--scipy-gigabytes", scipyGigabytes, 1);
        if (parts.contains(Part.SPARK) != spark.isPresent()) {
            throw new IllegalArgumentException("--parts SPARK and --spark FOLDER go together; give both or none");
        }
        growth.forEach(size -> ShapeOptions.requireAtLeast("--growth", size, 1));
        if (OWN_SIZES.containsAll(parts) && isSizeGiven()) {
            throw new IllegalArgumentException(
                    "--users, --items and --events have no effect on " + parts + ", which have sizes of their own");
        }
    }

    private boolean isSizeGiven() {
        ParseResult parsed = spec.commandLine().getParseResult();
        return Stream.of("--users", "--items", "--events").anyMatch(parsed::hasMatchedOption);
    }

    /** The wide catalog of ridge rows: of the size that was asked for, or the one of the comparison with RankSys. */
    private ShapeOptions wide() {
        ShapeOptions wide = PeerShape.WIDE.options(full.seed);
        if (isSizeGiven()) {
            wide.users = full.users;
            wide.items = full.items;
            wide.events = full.events;
        }
        return wide;
    }

    private List<Contestant> contestants(Programs programs, Path model) throws IOException {
        List<Contestant> contestants = new ArrayList<>();
        for (PeerShape shape : PeerShape.values()) {
            if (parts.contains(Part.valueOf(shape.name()))) {
                contestants.addAll(besideRankSys(programs, shape));
            }
        }
        if (parts.contains(Part.RIDGE)) {
            contestants.addAll(ridge(programs));
        }
        if (parts.contains(Part.MILLION)) {
            contestants.addAll(million(programs));
        }
        if (spark.isPresent()) {
            contestants.addAll(besideSpark(programs, spark.get()));
        }
        if (Collections.disjoint(
                parts, EnumSet.of(Part.ALL, Part.OPENING, Part.LIMITED, Part.CSV, Part.WEIGHTS, Part.MANY))) {
            return contestants;
        }
        Path records = drawn(full, "records");
        String asked = Integer.toString(warmUp);
        if (parts.contains(Part.ALL) || parts.contains(Part.OPENING)) {
            programs.yardstick(records, 0).ifPresent(contestants::add);
            contestants.add(
                    fromMemory(programs, Names.memory(0), records, 0, "--ask", asked, "--save", model.toString()));
        }
        if (parts.contains(Part.LIMITED) || parts.contains(Part.CSV) || parts.contains(Part.WEIGHTS)) {
            programs.yardstick(records, neighbors).ifPresent(contestants::add);
            contestants.add(fromMemory(programs, Names.memory(neighbors), records, neighbors, "--ask", asked));
        }
        if (parts.contains(Part.CSV)) {
            contestants.add(fromCsv(programs));
        }
        if (parts.contains(Part.WEIGHTS)) {
            contestants.add(fromMemory(programs, Names.DECAYED, records, neighbors, "--weights", "DECAYED"));
            if (!parts.contains(Part.RIDGE)) {
                contestants.add(damped(programs, records));
            }
        }
        if (parts.contains(Part.MANY)) {
            contestants.add(fromMemory(programs, Names.MANY, records, neighbors, "--ask-all"));
        }
        return contestants;
    }

    /** The contestants, each of the library's followed by the same of the other build, if there is one. */
    private List<Contestant> withOther(List<Contestant> contestants) {
        List<Contestant> all = new ArrayList<>();
        for (Contestant contestant : contestants) {
            all.add(contestant);
            if (against.isPresent() && !Collections.disjoint(contestant.command(), OUR_COMMANDS)) {
                all.add(contestant.on(against.get()));
            }
        }
        return all;
    }

    private List<Contestant> besideRankSys(Programs programs, PeerShape shape) throws IOException {
        Path records = drawn(shape.options(full.seed), "records");
        String asked = Integer.toString(warmUp);
        String again = Integer.toString(shape.again);
        return List.of(
                programs.rankSys(
                        Names.rankSys(shape.text()), records, PeerShape.NEIGHBORS, "--again", again, "--ask", asked),
                fromMemory(
                        programs,
                        Names.besideRankSys(shape.text()),
                        records,
                        PeerShape.NEIGHBORS,
                        "--similarity",
                        "cosine",
                        "--again",
                        again,
                        "--ask",
                        asked));
    }

    private Contestant damped(Programs programs, Path records) {
        return fromMemory(
                programs, Names.DAMPED, records, neighbors, "--weights", "DAMPED", "--ask", Integer.toString(warmUp));
    }

    private List<Contestant> ridge(Programs programs) throws IOException {
        Path records = drawn(full, "records");
        Path wide = drawn(wide(), "records");
        String asked = Integer.toString(warmUp);
        return List.of(
                damped(programs, records),
                fromMemory(programs, Names.RIDGE, records, neighbors, "--weights", "RIDGE", "--ask", asked),
                fromMemory(programs, Names.RIDGE_WIDE, wide, neighbors, "--weights", "RIDGE", "--ask", asked));
    }

    private List<Contestant> million(Programs programs) throws IOException {
        ShapeOptions shape = new ShapeOptions();
        shape.shape = Shape.GOWALLA;
        shape.users = 2_000_000;
        shape.items = 1_000_000;
        shape.events = 50_000_000;
        shape.seed = full.seed;
        String model = work.resolve("million.model").toString();
        List<String> options = new ArrayList<>(javaOptions);
        options.add("-Xmx" + csvHeap.orElse("4g"));
        String users = Integer.toString(shape.users);
        return List.of(
                programs.with(options)
                        .ours(
                                Names.MILLION,
                                "--csv",
                                drawn(shape, "csv").toString(),
                                "--plan",
                                "--neighbors",
                                Integer.toString(PeerShape.NEIGHBORS),
                                "--save",
                                model),
                programs.ours(
                        Names.MILLION_OPENED, "--open", model, "--users", users, "--ask", Integer.toString(warmUp)));
    }

    /** As many events as fit into a machine's memory under Spark, and let it end in a minute. */
    private List<Contestant> besideSpark(Programs programs, Path jars) throws IOException {
        ShapeOptions shape = new ShapeOptions();
        shape.seed = full.seed;
        Path records = drawn(shape.ofSize(1_000_000), "records");
        Spark program = Spark.in(jars, Programs.resource("SparkAls.java", work));
        return List.of(
                program.contestant(
                        Names.SPARK,
                        records,
                        SPARK_FACTORS,
                        SPARK_ITERATIONS,
                        threads,
                        SPARK_AGAIN,
                        "-",
                        List.of(SPARK_SETTING)),
                programs.als(Names.BESIDE_SPARK, records, SPARK_FACTORS, SPARK_ITERATIONS, SPARK_AGAIN));
    }

    private List<Contestant> besideScipy(Programs programs) throws IOException {
        if (!parts.contains(Part.SCIPY)) {
            return List.of();
        }
        Path records = drawn(full, "records");
        List<Contestant> contestants = new ArrayList<>();
        programs.scipy(records, scipyEvents, (long) scipyGigabytes << 30).ifPresent(contestants::add);
        String most = Integer.toString(scipyEvents);
        contestants.add(fromMemory(programs, Names.BESIDE_SCIPY, records, 0, "--events", most));
        return contestants;
    }

    private Contestant fromCsv(Programs programs) throws IOException {
        Path csv = drawn(full, "csv");
        List<String> options = new ArrayList<>(javaOptions);
        csvHeap.ifPresent(size -> options.add("-Xmx" + size));
        return programs.with(options)
                .ours(
                        Names.CSV,
                        "--csv",
                        csv.toString(),
                        "--neighbors",
                        Integer.toString(neighbors),
                        "--save",
                        work.resolve("limited.model").toString());
    }

    private static Contestant fromMemory(Programs programs, String name, Path records, int neighbors, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--records", records.toString(), "--neighbors", Integer.toString(neighbors)));
        arguments.addAll(List.of(more));
        return programs.ours(name, arguments.toArray(String[]::new));
    }

    /** The file with these events, drawn unless it is there from an earlier run. */
    private Path drawn(ShapeOptions events, String format) throws IOException {
        String name = String.format(
                Locale.ROOT,
                "%s%s-%d-%d-%d-%d.%s",
                events.shape,
                events.tastes == 0 ? "" : "-" + events.tastes,
                events.users,
                events.items,
                events.events,
                events.seed,
                format);
        Path file = work.resolve(name.toLowerCase(Locale.ROOT));
        if (!Files.exists(file)) {
            progress("drawing " + file);
            Path unfinished = work.resolve("unfinished." + format);
            Programs.command(
                            "generate",
                            "--shape=" + events.shape,
                            "--tastes=" + events.tastes,
                            "--users=" + events.users,
                            "--items=" + events.items,
                            "--events=" + events.events,
                            "--seed=" + events.seed,
                            "--" + format + "=" + unfinished)
                    .run();
            Files.move(unfinished, file);
        }
        return file;
    }

    /** Users grow with the events, so that histories stay as long as they are. */
    private String growth(Programs programs) throws IOException {
        Growth table = new Growth();
        for (int size : growth) {
            Path records = drawn(full.ofSize(size), "records");
            List<Contestant> pair = new ArrayList<>();
            programs.yardstick(records, neighbors).ifPresent(pair::add);
            pair.add(fromMemory(programs, Names.memory(neighbors), records, neighbors));
            Results results = new Results();
            results.takeTurns(pair, rounds, this::progress);
            table.add(results, Names.memory(neighbors), Names.yardstick(neighbors));
        }
        if (plot.isPresent()) {
            Files.writeString(plot.get(), table.svg());
        }
        return table.text();
    }

    private String machine() {
        return String.format(
                Locale.ROOT,
                "%s; %s, %d processors, of which each contestant uses %d; Java %s %s; %s",
                LocalDate.now(ZoneOffset.UTC),
                Programs.processor(),
                Runtime.getRuntime().availableProcessors(),
                threads,
                System.getProperty("java.version"),
                String.join(" ", javaOptions),
                load());
    }

    private static String load() {
        return String.format(
                Locale.ROOT,
                "load average %.1f",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private void progress(String line) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
