package dev.recommender.benchmarks.sidebyside;

import dev.recommender.ModelTrainer;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.Verification;
import dev.recommender.benchmarks.data.EventCounts;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.ridge.RidgeTrainer;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Our own contestant: one training in a fresh JVM, what follows it, and the figures on standard output. */
@Command(name = "measure", hidden = true, description = "One training and what follows it; prints figures.")
public final class MeasureCommand implements Callable<Integer> {
    /** What an event counts. */
    enum Weights {
        /** One, as in the yardstick. */
        ONE,
        /** Its weight, which halves every thirty days. */
        DECAYED,
        /** The same, and large histories count less for similarities. */
        DAMPED,
        /** Ridge rows, which have a similarity of their own. */
        RIDGE
    }

    private static final int OPENED_AGAIN = 5;

    @Option(names = "--records", description = "Trains on packed records in memory.")
    Optional<Path> records = Optional.empty();

    @Option(names = "--events", description = "On how many of them, all if 0.")
    int events;

    @Option(names = "--csv", description = "Trains on a CSV file.")
    Optional<Path> csv = Optional.empty();

    @Option(names = "--neighbors", description = "How many to keep, all if 0.")
    int neighbors;

    @Option(names = "--threads", required = true)
    int threads;

    @Option(names = "--weights")
    Weights weights = Weights.ONE;

    @Option(names = "--similarity", description = "A similarity by name.")
    Optional<String> similarity = Optional.empty();

    @Option(names = "--again", description = "Trains so often again, once the code is compiled; prints the median.")
    int again;

    @Option(names = "--save", description = "Where to save the model.")
    Optional<Path> save = Optional.empty();

    @Option(
            names = "--ask",
            description = "Asks for the ten best items of single users, after so many seconds of that.")
    Optional<Integer> ask = Optional.empty();

    @Option(names = "--users", description = "Whom to ask for: one more than the largest number of a user.")
    int users;

    @Option(names = "--plan", description = "Plans the training first, and prints the heap that it is to take.")
    boolean plan;

    @Option(names = "--ask-all", description = "Asks for many users, one after the other and all at once.")
    boolean askAll;

    @Option(names = "--open", description = "Trains nothing: opens this model and asks.")
    Optional<Path> open = Optional.empty();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (open.isPresent()) {
            open(open.get());
        } else if (csv.isPresent()) {
            UsageEvents usage = UsageCsv.read(csv.get());
            if (plan) {
                print("planned", (double) trainer().plan(usage).peakBytes());
            }
            follow(train(usage), users);
        } else {
            SyntheticEvents all = EventFiles.readRecords(records.orElseThrow());
            SyntheticEvents given = events > 0 ? all.first(Math.min(events, all.size())) : all;
            EventCounts counts = EventCounts.of(given);
            print("events", (double) counts.events());
            print("users", counts.users());
            print("squares", counts.squares());
            UsageEvents usage = given.usage(threads);
            NeighborModel model = train(usage);
            buildAgain(usage);
            follow(model, given.users());
        }
        return 0;
    }

    /** How long it takes from the file to the first answer: in a JVM that has done nothing yet, and later. */
    private void open(Path file) throws IOException {
        print("openFirst", openedAndAsked(file, Verification.LAZY));
        for (Verification verification : Verification.values()) {
            double[] millis = new double[OPENED_AGAIN];
            for (int turn = 0; turn < millis.length; turn++) {
                millis[turn] = openedAndAsked(file, verification);
            }
            Arrays.sort(millis);
            print("open" + verification.name().replace("_", ""), millis[OPENED_AGAIN / 2]);
        }
        print("modelGigabytes", Files.size(file) / 1e9);
        if (ask.isPresent() || askAll) {
            follow(NeighborModel.open(file, Verification.LAZY), users);
        }
    }

    private static double openedAndAsked(Path file, Verification verification) throws IOException {
        long began = System.nanoTime();
        try (NeighborModel model = NeighborModel.open(file, verification)) {
            Questions.first(model.recommender());
            return 1e3 * seconds(began);
        }
    }

    private NeighborModel train(UsageEvents usage) throws IOException {
        ProcessorTime cpu = new ProcessorTime();
        long began = System.nanoTime();
        TrainingResult<NeighborModel> result =
                trainer().train(TrainingInput.of(usage).monitor(cpu));
        print("train", seconds(began));
        result.statistics().durations().forEach((phase, time) -> print(phase, time.toNanos() / 1e9));
        print("cpu", cpu.groupingAndSimilarity());
        print("cells", (double) result.statistics().count("neighbors"));
        NeighborModel model = result.model();
        if (save.isPresent()) {
            model.save(save.get());
        }
        print("total", seconds(began));
        print("totalCpu", cpu.sinceMade());
        return model;
    }

    /** Prints what the phases that make rows of events take once their code is compiled. */
    private void buildAgain(UsageEvents usage) {
        List<Double> seconds = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        for (int turn = 0; turn < again; turn++) {
            ProcessorTime cpu = new ProcessorTime();
            TrainingResult<NeighborModel> result =
                    trainer().train(TrainingInput.of(usage).monitor(cpu));
            result.model().close();
            seconds.add(Stream.of("grouping", "similarity")
                    .mapToDouble(phase -> result.statistics().duration(phase).toNanos() / 1e9)
                    .sum());
            processor.add(cpu.groupingAndSimilarity());
        }
        if (again > 0) {
            print("builtAgain", new Turns(seconds).median());
            print("builtAgainCpu", new Turns(processor).median());
        }
    }

    private void follow(NeighborModel model, int users) {
        if (ask.isPresent()) {
            new Questions(model.recommender(), users).single(ask.get(), this::print);
        }
        if (askAll) {
            new Questions(model.recommender(), users).many(this::print);
        }
        model.close();
    }

    private ModelTrainer<NeighborModel> trainer() {
        return weights == Weights.RIDGE ? ridge() : sar();
    }

    private RidgeTrainer ridge() {
        if (similarity.isPresent()) {
            throw new ParameterException(spec.commandLine(), "--similarity has no effect on ridge rows; leave it out");
        }
        RidgeTrainer.Builder builder = RidgeTrainer.builder().threads(threads);
        return (neighbors == 0 ? builder : builder.maxNeighbors(neighbors)).build();
    }

    private SarTrainer sar() {
        SarTrainer.Builder builder = SarTrainer.builder().supportThreshold(1).threads(threads);
        if (weights == Weights.ONE) {
            builder.unweighted().withoutDecay();
        } else {
            builder.decayHalfLife(Duration.ofDays(30));
        }
        if (weights == Weights.DAMPED) {
            builder.similarity(Similarity.damped(0.5, 0.5, 0.5));
        }
        similarity.map(Similarity::named).ifPresent(builder::similarity);
        return (neighbors == 0 ? builder : builder.maxNeighbors(neighbors)).build();
    }

    private void print(String name, double value) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Figures.line(name, value));
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Notes the processor time of the whole JVM when phases begin and end. */
    private static final class ProcessorTime implements TrainingMonitor {
        private static final List<String> COUNTED = List.of("grouping", "similarity");

        private final com.sun.management.OperatingSystemMXBean system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        private final long made = system.getProcessCpuTime();
        private long sum;
        private long began;

        @Override
        public void progress(String phase, double fraction) {
            if (COUNTED.contains(phase) && fraction == 0) {
                began = system.getProcessCpuTime();
            } else if (COUNTED.contains(phase) && fraction == 1) {
                sum += system.getProcessCpuTime() - began;
            }
        }

        double sinceMade() {
            return (system.getProcessCpuTime() - made) / 1e9;
        }

        double groupingAndSimilarity() {
            return sum / 1e9;
        }
    }
}
