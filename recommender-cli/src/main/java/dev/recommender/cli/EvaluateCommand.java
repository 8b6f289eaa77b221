package dev.recommender.cli;

import dev.recommender.ModelTrainer;
import dev.recommender.TrainedModel;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.TestSet;
import dev.recommender.models.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "evaluate",
        description = "Measures recommendations: splits usage, trains on one part and asks for the other;"
                + " or asks a model that is trained already.",
        mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer>, Main.Trains {
    /** The part of the events to train on. */
    private static final double RATIO = 0.75;

    @Mixin
    InputOptions options = new InputOptions();

    @Mixin
    SplitOptions split = new SplitOptions();

    @Mixin
    AgainstOptions against = new AgainstOptions();

    @Option(names = "--model", paramLabel = "FILE", description = "A trained model to ask, with --test.")
    @Nullable
    Path model;

    @Option(
            names = "--test",
            paramLabel = "PATH",
            description = "The usage to ask the model for; --usage is then what it was trained on.")
    @Nullable
    Path test;

    @Option(names = "--k", paramLabel = "K,K,...", description = "The lengths of lists; default: 1,5,10.")
    String cutoffs = "1,5,10";

    @Option(
            names = "--max-test-users",
            paramLabel = "N",
            description = "The most test users to ask for, drawn by --seed; default: all.")
    @Nullable
    Integer maxTestUsers;

    @Option(
            names = "--test-user-share",
            paramLabel = "R",
            description = "The part of the test users to ask for, drawn by --seed; default: all.")
    @Nullable
    Double testUserShare;

    @Option(
            names = "--include-seen",
            description = "Allow items that the user has seen, and report repeated and new items apart.")
    boolean includeSeen;

    @Option(
            names = "--measure-ratings",
            description =
                    "Also measure how far predicted ratings are from those of the test events: RMSE, MAE and others,"
                            + " beside the mean of the item.")
    boolean measureRatings;

    @Option(
            names = "--liked-from",
            paramLabel = "RATING",
            description = "With --measure-ratings: from which rating an event counts as liked, to measure whether liked"
                    + " events score higher.")
    @Nullable
    Double likedFrom;

    @Option(names = "--report", paramLabel = "FILE.html", description = "Also write a page with charts.")
    @Nullable
    Path report;

    @Option(names = "--format", paramLabel = "table|json", description = "How to print; default: table.")
    Format format = Format.TABLE;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public AlgorithmOptions algorithmOptions() {
        return options.algorithm;
    }

    @Override
    public Integer call() throws IOException {
        if ((model == null) != (test == null)) {
            throw new UsageException("--model and --test go together");
        }
        UsageException.together(
                format::refuseCsv,
                this::requireEffects,
                () -> evaluator(Evaluator.create()),
                model == null ? () -> split.split(RATIO) : () -> {},
                model == null ? () -> against.first(options) : () -> {});
        if (report != null) {
            OutputFile.require(spec, "--report", report);
        }
        Evaluation evaluation = model == null ? trained() : opened(model, List.of(test));
        PrintWriter out = spec.commandLine().getOut();
        out.println(format == Format.JSON ? evaluation.toJson() : evaluation);
        if (report != null) {
            AtomicFile.write(report, page -> page.write(evaluation.toHtml()));
            spec.commandLine().getErr().println("wrote " + report);
        }
        return 0;
    }

    private void requireEffects() {
        boolean drawsUsers = maxTestUsers != null || testUserShare != null;
        UsageException.together(
                () -> against.requireEffects(model != null),
                () -> {
                    if (!measureRatings) {
                        UsageException.refuse(spec, "without --measure-ratings", "--liked-from");
                    }
                },
                () -> {
                    if (maxTestUsers != null) {
                        UsageException.refuse(spec, "beside --max-test-users", "--test-user-share");
                    }
                },
                () -> {
                    if (model == null) {
                        requireEffectsOfSplit(drawsUsers);
                    } else {
                        requireNoTraining(drawsUsers);
                    }
                });
    }

    private void requireNoTraining(boolean drawsUsers) {
        if (options.algorithm.isGiven() || options.catalog.isGiven()) {
            throw new UsageException("--model is trained already; leave out the options of a training");
        }
        UsageException.refuse(
                spec,
                "beside --model, which is trained already",
                "--algorithm",
                "--split",
                "--ratio",
                "--date",
                "--given",
                "--threads",
                "--memory",
                "--recency",
                "--keep-unknown-items");
        if (!drawsUsers) {
            SplitOptions.refuseSeed(spec);
        }
    }

    private void requireEffectsOfSplit(boolean drawsUsers) {
        if (split.asksBySeeds()) {
            UsageException.refuse(
                    spec,
                    "with --split held-out-users or latest-users, whose test users the model does not know",
                    "--measure-ratings");
        }
        split.requireEffects(spec, drawsUsers);
    }

    private Evaluation trained() throws IOException {
        ModelTrainer<?> trainer = against.first(options);
        Optional<ModelTrainer<?>> rival = against.trainer(options);
        ReportedEvents events = options.events();
        TestSet tested = evaluator(Evaluator.split(split.split(RATIO))).testSet(options.input(events));
        events.printTo(spec);
        Evaluation evaluation =
                rival.map(other -> tested.compare(trainer, other)).orElseGet(() -> tested.evaluate(trainer));
        split.noteUntimed(evaluation, spec);
        return evaluation;
    }

    private Evaluation opened(Path file, List<Path> tested) throws IOException {
        try (TrainedModel opened = Models.open(file)) {
            if (against.model == null) {
                return opened(tested, known -> known.evaluate(opened));
            }
            try (TrainedModel other = Models.open(against.model)) {
                return opened(tested, known -> known.compare(opened, other));
            }
        }
    }

    private Evaluation opened(List<Path> tested, Function<TestSet, Evaluation> measure) throws IOException {
        ReportedEvents events = new ReportedEvents(options.usage.read(tested));
        Evaluator evaluator = evaluator(Evaluator.create());
        Evaluation evaluation;
        if (options.usage.usage.isEmpty()) {
            if (includeSeen) {
                throw new UsageException(
                        "--include-seen tells repeated and new items apart, so it needs what the model was"
                                + " trained on; name it by --usage");
            }
            spec.commandLine()
                    .getErr()
                    .println(
                            "note: what the model was trained on is not known, so what users have seen counts as missed;"
                                    + " name it by --usage");
            evaluation = measure.apply(evaluator.testSetOnly(events));
        } else {
            ReportedEvents train = options.events();
            evaluation = measure.apply(evaluator.testSet(train, events));
            train.printTo(spec);
        }
        events.printTo(spec);
        return evaluation;
    }

    private Evaluator evaluator(Evaluator plain) {
        UsageException.together(() -> lists(plain), () -> split.query(includeSeen), () -> sampled(plain));
        Evaluator evaluator = lists(plain).query(split.query(includeSeen));
        if (measureRatings) {
            evaluator = likedFrom == null ? evaluator.measureRatings() : evaluator.measureRatings(likedFrom);
        }
        return sampled(evaluator);
    }

    private Evaluator lists(Evaluator plain) {
        return UsageException.naming("--k", list -> plain.cutoffs(lengths(list)), cutoffs);
    }

    private Evaluator sampled(Evaluator all) {
        if (maxTestUsers != null) {
            return UsageException.naming("--max-test-users", most -> all.maxTestUsers(most, split.seed), maxTestUsers);
        }
        return testUserShare == null
                ? all
                : UsageException.naming(
                        "--test-user-share", share -> all.testUserShare(share, split.seed), testUserShare);
    }

    /** Lengths of lists, such as 1,5,10. */
    static int[] lengths(String list) {
        try {
            return Arrays.stream(list.split(",", -1))
                    .map(String::strip)
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("give whole numbers such as 1,5,10", e);
        }
    }
}
