package dev.recommender.cli;

import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Split;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Iterator;
import java.util.List;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How an evaluation divides the usage. */
final class SplitOptions {
    private static final List<String> BY_RATIO =
            List.of("fixed-date", "chronological", "held-out-users", "latest-users", "stratified", "random");
    private static final List<String> BY_SEEDS = List.of("held-out-users", "latest-users");
    private static final List<String> DRAWN = List.of("held-out-users", "stratified", "random");
    /** How the description of a split by time goes on where there are no times. */
    private static final String UNTIMED = "no event has a time";

    @Option(
            names = "--split",
            paramLabel = "NAME",
            completionCandidates = Names.class,
            description =
                    "How to split: ${COMPLETION-CANDIDATES}; default: fixed-date, or last-event if no event has a time. All"
                            + " but fixed-date let the model learn from the future of its test; latest-users hardly does.")
    @Nullable
    String split;

    @Option(
            names = "--ratio",
            paramLabel = "R",
            description =
                    "The part to train on, of users with held-out-users and latest-users, else of events; default:"
                            + " 0.75, of tune 0.8.")
    @Nullable
    Double ratio;

    @Option(
            names = "--date",
            paramLabel = "INSTANT",
            description = "For fixed-date: events from then on are tested; default: the moment given by --ratio.")
    @Nullable
    String date;

    @Option(
            names = "--given",
            paramLabel = "R",
            description =
                    "For held-out-users and latest-users: the earlier part of their events to ask with; 1: all but the"
                            + " last; default: " + Split.DEFAULT_GIVEN + ".")
    double given = Split.DEFAULT_GIVEN;

    @Option(
            names = "--seed",
            paramLabel = "S",
            description = "For what is drawn, users or events; default: " + Split.DEFAULT_SEED + ".")
    long seed = Split.DEFAULT_SEED;

    @Option(
            names = "--recency",
            paramLabel = "NAME|HALFLIFE",
            description = "With held-out-users or latest-users: let earlier given events count less: linear, quadratic,"
                    + " logarithmic or reciprocal by position, or a half-life such as 10m.")
    @Nullable
    String recency;

    /** What there is to choose from. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Split.NAMES.iterator();
        }
    }

    /** Whether anything says how to split. */
    boolean isGiven() {
        return split != null || ratio != null;
    }

    /**
     * The split.
     *
     * @param otherwise the part to train on if none is given
     * @throws UsageException if a value is wrong
     */
    Split split(double otherwise) {
        double part = ratio == null ? otherwise : ratio;
        if (split == null) {
            return byRatio(Split::standard, part);
        }
        String name = split;
        if (!Split.NAMES.contains(name)) {
            throw new UsageException("--split must be one of " + String.join(", ", Split.NAMES) + ": " + name);
        }
        if (date != null && name.equals("fixed-date")) {
            return Split.fixedDate(UsageException.naming("--date", SplitOptions::moment, date));
        }
        if (!BY_SEEDS.contains(name)) {
            return byRatio(of -> Split.named(name, of, given, seed), part);
        }
        UsageException.together(
                () -> UsageException.naming(
                        "--ratio", of -> Split.named(name, checked(of), Split.DEFAULT_GIVEN, seed), part),
                () -> UsageException.naming("--given", of -> Split.named(name, otherwise, of, seed), given));
        return Split.named(name, part, given, seed);
    }

    /**
     * How test users are asked for.
     *
     * @throws UsageException if a value is wrong
     */
    Query query(boolean includeSeen) {
        Query query = includeSeen ? Query.popular().includeSeen() : Query.popular();
        return recency == null ? query : query.recency(UsageException.naming("--recency", Recency::parse, recency));
    }

    /**
     * Refuses options that this split does not use; of a split that does not exist nothing is known.
     *
     * @param drawsUsers whether test users are drawn by the seed
     */
    void requireEffects(CommandSpec spec, boolean drawsUsers) {
        if (split != null && !Split.NAMES.contains(split)) {
            return;
        }
        String reason = split == null ? "without --split" : "with --split " + split;
        if (split != null && !BY_RATIO.contains(split)) {
            UsageException.refuse(spec, reason, "--ratio");
        }
        if (date != null) {
            UsageException.refuse(spec, "beside --date", "--ratio");
        }
        if (split == null || !split.equals("fixed-date")) {
            UsageException.refuse(spec, reason, "--date");
        }
        if (!asksBySeeds()) {
            UsageException.refuse(spec, reason, "--given");
            UsageException.refuse(spec, "unless --split is held-out-users or latest-users", "--recency");
        }
        if (!drawsUsers && (split == null || !DRAWN.contains(split))) {
            refuseSeed(spec);
        }
    }

    static void refuseSeed(CommandSpec spec) {
        UsageException.refuse(
                spec, "where nothing is drawn; see --split, --max-test-users and --test-user-share", "--seed");
    }

    /** Says what decided instead of times, as the description of the split has it. */
    void noteUntimed(Evaluation evaluation, CommandSpec spec) {
        String described = evaluation.parameters().getOrDefault("split", "");
        int note = described.indexOf(UNTIMED);
        if (note >= 0) {
            String name = split == null ? "last-event" : split;
            spec.commandLine().getErr().println("note: --split " + name + ": " + described.substring(note));
        }
    }

    /** Whether test users are asked for by seeds, because they are held out. */
    boolean asksBySeeds() {
        return split != null && BY_SEEDS.contains(split);
    }

    private static double checked(double part) {
        if (!(part > 0 && part < 1)) {
            throw new IllegalArgumentException("ratio must be greater than 0 and less than 1: " + part);
        }
        return part;
    }

    private static Split byRatio(DoubleFunction<Split> of, double part) {
        return UsageException.naming("--ratio", of::apply, part);
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
}
