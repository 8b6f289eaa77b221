package dev.recommender.cli;

import dev.recommender.TrainedModel;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Split;
import dev.recommender.models.Models;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
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
    /** How the description of a split by time goes on where there are no times. */
    private static final String UNTIMED = "no event has a time";

    @Mixin
    InputOptions options = new InputOptions();

    @Option(
            names = "--split",
            paramLabel = "random|last-event|fixed-date|chronological|stratified",
            description = "How to split; default: last-event.")
    String split = "last-event";

    @Option(names = "--ratio", paramLabel = "R", description = "The part to train on; default: 0.75.")
    double ratio = 0.75;

    @Option(names = "--seed", paramLabel = "S", description = "For random splits and test users; default: 42.")
    long seed = 42;

    @Option(names = "--date", paramLabel = "INSTANT", description = "For fixed-date: events from then on are tested.")
    @Nullable
    String date;

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
        if (format == Format.CSV) {
            throw new UsageException("--format must be table or json");
        }
        if ((model == null) != (test == null)) {
            throw new UsageException("--model and --test go together");
        }
        requireEffects();
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
        if (model != null) {
            if (options.algorithm.isGiven() || options.catalog.isGiven()) {
                throw new UsageException("--model is trained already; leave out the options of a training");
            }
            String reason = "beside --model, which is trained already";
            UsageException.refuse(
                    spec,
                    reason,
                    "--algorithm",
                    "--split",
                    "--ratio",
                    "--date",
                    "--threads",
                    "--memory",
                    "--keep-unknown-items");
        }
        boolean drawn = split.equals("random") || split.equals("stratified");
        if (!drawn && !split.equals("chronological")) {
            UsageException.refuse(spec, "with --split " + split, "--ratio");
        }
        if (!split.equals("fixed-date")) {
            UsageException.refuse(spec, "with --split " + split, "--date");
        }
        if (maxTestUsers == null && (model != null || !drawn)) {
            UsageException.refuse(spec, "where nothing is drawn; see --split and --max-test-users", "--seed");
        }
    }

    private Evaluation trained() throws IOException {
        ReportedEvents events = options.events();
        Evaluation evaluation = evaluator().comparePopularity().evaluate(options.trainer(), options.input(events));
        events.printTo(spec);
        noteUntimed(evaluation);
        return evaluation;
    }

    /** Says what decided instead of times, as the description of the split has it. */
    private void noteUntimed(Evaluation evaluation) {
        String described = evaluation.parameters().getOrDefault("split", "");
        int note = described.indexOf(UNTIMED);
        if (note >= 0) {
            spec.commandLine().getErr().println("note: --split " + split + ": " + described.substring(note));
        }
    }

    private Evaluation opened(Path file, List<Path> tested) throws IOException {
        try (TrainedModel opened = Models.open(file)) {
            PrintWriter err = spec.commandLine().getErr();
            ReportedEvents events = new ReportedEvents(options.usage.read(tested));
            Evaluation evaluation;
            if (options.usage.usage.isEmpty()) {
                err.println(
                        "note: what the model was trained on is not known, so what users have seen counts as missed;"
                                + " name it by --usage");
                evaluation = evaluator().evaluate(opened.recommender(), events);
            } else {
                ReportedEvents train = options.events();
                evaluation = evaluator().comparePopularity().evaluate(opened.recommender(), train, events);
                train.printTo(spec);
            }
            events.printTo(spec);
            return evaluation;
        }
    }

    private Evaluator evaluator() {
        Evaluator split = Evaluator.split(split());
        Evaluator evaluator = UsageException.naming("--k", list -> split.cutoffs(lengths(list)), cutoffs);
        return maxTestUsers == null
                ? evaluator
                : UsageException.naming("--max-test-users", most -> evaluator.maxTestUsers(most, seed), maxTestUsers);
    }

    private static int[] lengths(String list) {
        try {
            return Arrays.stream(list.split(",", -1))
                    .map(String::strip)
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("give whole numbers such as 1,5,10", e);
        }
    }

    private static Instant moment(String text) {
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "give a moment such as 2026-01-31T12:00:00Z, or a day such as 2026-01-31", e);
        }
    }

    private Split split() {
        return switch (split) {
            case "random" -> UsageException.naming("--ratio", part -> Split.random(part, seed), ratio);
            case "last-event" -> Split.lastEventPerUser();
            case "chronological" -> UsageException.naming("--ratio", Split::chronological, ratio);
            case "stratified" -> UsageException.naming("--ratio", part -> Split.stratified(part, seed), ratio);
            case "fixed-date" -> {
                if (date == null) {
                    throw new UsageException("--split fixed-date needs --date");
                }
                yield Split.fixedDate(UsageException.naming("--date", EvaluateCommand::moment, date));
            }
            default ->
                throw new UsageException(
                        "--split must be random, last-event, fixed-date, chronological or stratified: " + split);
        };
    }
}
