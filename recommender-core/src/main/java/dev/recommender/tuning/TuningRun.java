package dev.recommender.tuning;

import dev.recommender.RecommenderException;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.evaluation.Measurement;
import dev.recommender.internal.util.Memory;
import dev.recommender.internal.util.Numbers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One tuning, from its input to what it found. Used by the thread that called the tuner. */
final class TuningRun {
    private final TuningOptions options;
    private final Conditions conditions;
    private final TrainingInput input;
    private final Source source;
    private final CallersMonitor monitor;
    private final Stop stop;
    private final Activity activity;
    private final List<Trial> trials = new ArrayList<>();
    private final TrialTimes times = new TrialTimes();
    /** What bears on how far the figures are to be trusted. */
    private final List<String> warnings = new ArrayList<>();
    /** What else readers should know. */
    private final List<String> remarks = new ArrayList<>();

    private int takenOver;
    /** How long the trials of this run took, without those of the journal. */
    private Duration spent = Duration.ZERO;

    private TuningRun(TuningOptions options, TrainingInput given) {
        this.options = options;
        this.conditions = new Conditions(options);
        this.source = new Source(given.usage());
        this.input = new TrainingInput(source, given.catalog(), given.unknownItems(), given.monitor());
        this.monitor = new CallersMonitor(options.monitor);
        this.stop = new Stop(options, monitor);
        this.activity = new Activity(monitor, stop, options.budget);
    }

    static Tuning tune(TuningOptions options, TrainingInput input) {
        return new TuningRun(options, input).tune();
    }

    /** An interruption ends the search, and not what is made of it; afterwards the thread is interrupted as before. */
    private Tuning tune() {
        try {
            return tuned();
        } catch (RecommenderException e) {
            stop.takeInterruption();
            // What an interruption breaks off says so in many ways.
            throw stop.interrupted() && e.getClass() == RecommenderException.class
                    ? new TrainingCancelledException()
                    : e;
        } finally {
            if (stop.interrupted()) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Tuning tuned() {
        if (input.catalog().isPresent()) {
            Search.requireValid(options);
        } else {
            Search.requireValidWithoutCatalog(options);
        }
        activity.start("reading and dividing events", 0);
        ThreeParts parts = ThreeParts.of(options, input);
        TuningOptions limited = limited(parts.bytes());
        Search search = new Search(options, source.timed());
        try (Journal journal = Journal.open(options.journal, conditions.of(input, source), options.metric)) {
            remarks.addAll(journal.notes());
            activity.start("popularity", 0);
            Measurement popular = parts.validation().popularity();
            Figures popularity = Race.figures(options, popular);
            warnings.addAll(parts.notes());
            Tuning.End end;
            WholeFit whole = new WholeFit(options, parts.test().everything(), activity, stop);
            try (Trials running = new Trials(limited, parts.validation(), whole, stop, activity, times, remarks)) {
                end = search(search, journal, running, whole);
            }
            stop.takeInterruption();
            Trial best = search.best().orElseThrow(() -> nothing(end));
            takenOver(end).ifPresent(remarks::add);
            shortBudget(end, search).ifPresent(onlyStarts() ? warnings::add : remarks::add);
            outside(search, best).ifPresent(remarks::add);
            if (search.leftOut() > 0) {
                remarks.add(
                        Numbers.count(search.leftOut(), "candidate")
                                + (search.leftOut() == 1 ? " was" : " were")
                                + " left out, since by what was counted the model would be that of a trial: a limit cuts nothing.");
            }
            activity.after(Stop.reserveFor(times.alone(best), ofStandard(best)));
            Optional<Check> check = end == Tuning.End.CANCELLED
                    ? Optional.empty()
                    : new FinalCheck(limited, parts, stop, activity).of(best, trials.get(0), warnings);
            Tuning.End last =
                    stop.rightNow().filter(now -> now == Tuning.End.CANCELLED).orElse(end);
            if (check.isEmpty() && last == Tuning.End.CANCELLED) {
                warnings.add(
                        "It was cancelled before the check, so what the chosen candidate reaches on data that no trial saw"
                                + " is not known. With the journal the check can be made up for.");
            }
            return new Tuning(
                    options,
                    new Tuning.Found(
                            conditions.words(
                                    parts.test().split(), parts.validation().split()),
                            parts.sizes(),
                            popularity,
                            trials,
                            takenOver,
                            search.leftOut(),
                            !search.isOutside(trials.get(0)),
                            best,
                            check,
                            last,
                            warnings,
                            remarks,
                            source.report(),
                            stop.elapsed()));
        }
    }

    /** The options with a memory budget for trainings beside what is held all the time. */
    private TuningOptions limited(long held) {
        TuningOptions limited = options.copy();
        long budget = options.beside(held);
        limited.resources = options.resources.memoryBudget(budget);
        if (budget < options.resources.memoryBudget()) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "The three parts take about %s of the heap of %s, so a trial may take %s and not %s. A larger heap"
                            + " would help.",
                    Memory.text(held),
                    Memory.text(options.heap),
                    Memory.text(budget),
                    Memory.text(options.resources.memoryBudget())));
        }
        return limited;
    }

    private Tuning.End search(Search search, Journal journal, Trials running, WholeFit whole) {
        activity.search(() -> starts(search), () -> uncut(search));
        while (true) {
            Optional<Search.Proposal> next = search.next();
            if (next.isEmpty()) {
                return Tuning.End.COMPLETE;
            }
            if (trials.size() >= options.maxTrials) {
                return Tuning.End.TRIALS;
            }
            Search.Proposal proposal = next.get();
            int number = trials.size() + 1;
            Optional<Trial> known = journal.find(proposal.candidate());
            Trial trial;
            try {
                if (known.isPresent()) {
                    trial = known.get().withNumber(number);
                } else {
                    stop.trial(
                            proposal.exempt(),
                            times.usualAlone(proposal.candidate().algorithm()));
                    Optional<Tuning.End> end = stop.rightNow();
                    if (end.isPresent()) {
                        return end.get();
                    }
                    trial = running.run(proposal, following(proposal, number, journal), number, search.best());
                    // Whether it can be trained on all events depends on the memory of a run, and is found anew.
                    journal.write(trial);
                }
                if (search.wouldLead(trial)) {
                    trial = whole.obstacle(trial.candidate())
                            .map(trial::tooLarge)
                            .orElse(trial);
                }
            } catch (TrainingCancelledException e) {
                return stop.rightNow().orElseThrow(() -> e);
            }
            trials.add(trial);
            if (known.isPresent()) {
                times.takenOver(trial);
            } else {
                times.ended(trial, running.spared());
            }
            boolean leads = search.ended(trial);
            if (leads) {
                if (known.isPresent()) {
                    running.leadByEarlierRun();
                } else {
                    running.lead();
                }
            }
            search.best().ifPresent(best -> stop.reserve(times.alone(best), ofStandard(best)));
            if (known.isPresent()) {
                takenOver++;
                monitor.takenOver(trial, leads);
            } else {
                spent = spent.plus(trial.time());
                monitor.ended(trial, leads);
            }
        }
    }

    /**
     * What the training of a trial may prepare of those that its step is to try next: what will be asked for, is not in the
     * journal, and does not make the trial so long that the budget ends it.
     */
    private List<Candidate> following(Search.Proposal proposal, int number, Journal journal) {
        int others = stop.inOne(times.usualAlone(proposal.candidate().algorithm())) - 1;
        return proposal.following().stream()
                .limit(options.maxTrials - number)
                .filter(candidate -> journal.find(candidate).isEmpty())
                .limit(Math.max(0, others))
                .toList();
    }

    /** How many trials the budget does not cut, those that have ended among them. */
    private int starts(Search search) {
        long all = trials.stream().filter(Search::isStart).count()
                + search.startsAhead().values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
        return (int) Math.min(options.maxTrials, all);
    }

    /**
     * About how long the starts, the check and a training on everything are still to take. The first trial takes at least as long as
     * it has taken already, and so does each of the others, for all that is known then.
     */
    private Duration uncut(Search search) {
        Duration passed = stop.ofTrial();
        Duration longest = search.best().map(times::alone).orElse(Duration.ZERO);
        Duration toCome = Duration.ZERO;
        for (Map.Entry<String, Integer> ahead : search.startsAhead().entrySet()) {
            Duration each = trials.isEmpty() ? passed : times.usual(ahead.getKey());
            longest = TrialTimes.longer(longest, trials.isEmpty() ? passed : times.usualAlone(ahead.getKey()));
            toCome = toCome.plus(each.multipliedBy(ahead.getValue()));
            if (search.open().equals(Optional.of(ahead.getKey()))) {
                toCome = toCome.minus(passed.compareTo(each) < 0 ? passed : each);
            }
        }
        Duration standard = trials.isEmpty() ? longest : times.alone(trials.get(0));
        return toCome.plus(Stop.reserveFor(longest, standard));
    }

    /** What a run that goes on from a journal took over; if it tried nothing new, why, and what budget would have helped. */
    private Optional<String> takenOver(Tuning.End end) {
        if (takenOver == 0) {
            return Optional.empty();
        }
        int tried = trials.size() - takenOver;
        String taken = "Took " + Numbers.count(takenOver, "trial") + " from the journal "
                + options.journal.orElseThrow() + ", and tried ";
        if (tried > 0) {
            return Optional.of(taken + Numbers.count(tried, "other") + ".");
        }
        return Optional.of(taken
                + "no other: "
                + (end == Tuning.End.BUDGET
                        ? String.format(
                                Locale.ROOT,
                                "of the budget of %s, about %s are for the check and a training on everything. A budget of"
                                        + " about %s lets it go on.",
                                TuningText.time(options.budget),
                                TuningText.time(stop.reserved()),
                                TuningText.time(stop.sufficient()))
                        : end + "."));
    }

    /** If the budget ended the search before each step was tried once: what it was used for, and what budget would do. */
    private Optional<String> shortBudget(Tuning.End end, Search search) {
        Map<String, Integer> ahead = search.ahead();
        if (end != Tuning.End.BUDGET || ahead.isEmpty() || trials.size() == takenOver) {
            return Optional.empty();
        }
        Duration givenUp = stop.ofTrial();
        Duration elapsed = stop.elapsed().minus(givenUp);
        Duration toCome = Duration.ZERO;
        Duration longest = stop.ofBest();
        int left = 0;
        for (Map.Entry<String, Integer> of : ahead.entrySet()) {
            left += of.getValue();
            toCome = toCome.plus(times.usual(of.getKey()).multipliedBy(of.getValue()));
            longest = TrialTimes.longer(longest, times.usualAlone(of.getKey()));
        }
        String open = search.open().orElseThrow();
        Duration usual = times.usual(open);
        if (givenUp.compareTo(usual) >= 0) {
            // It took longer than usual, and nobody knows how much was left of it.
            Duration whole = givenUp.multipliedBy(2);
            toCome = toCome.minus(usual).plus(whole);
            longest = TrialTimes.longer(longest, whole.plus(times.usualAlone(open)));
        }
        // Any of them can become the best one, which is what the reserve is for.
        toCome = toCome.plus(Stop.reserveFor(longest, times.alone(trials.get(0))));
        String reached = onlyStarts()
                ? String.format(
                        Locale.ROOT,
                        "The starts took %s%s of %s, so no parameter was tried, and what was chosen is one of the starts.",
                        TuningText.time(spent),
                        spent.compareTo(options.budget) < 0 ? " of the budget" : ", more than the budget",
                        TuningText.time(options.budget))
                : String.format(
                        Locale.ROOT,
                        "The budget of %s ended the search with %s of the first round untried.",
                        TuningText.time(options.budget),
                        Numbers.count(left, "candidate"));
        return Optional.of(reached
                + (options.journal.isPresent()
                        ? " With this journal, another "
                                + TuningText.about(
                                        elapsed.minus(spent).plus(stop.ofBest()).plus(toCome))
                                + " go on from here and try each step once."
                        : " A budget of about " + TuningText.about(elapsed.plus(toCome)) + " tries each step once."));
    }

    private boolean onlyStarts() {
        return trials.stream().allMatch(Search::isStart);
    }

    /** Says so if today's default could not be chosen. */
    private Optional<String> outside(Search search, Trial best) {
        Trial standard = trials.get(0);
        return search.isOutside(standard)
                ? Optional.of(
                        "Today's default lacks the fixed parameters, so it was measured to compare with, and could not be"
                                + " chosen."
                                + (standard.measured()
                                        ? String.format(
                                                Locale.ROOT,
                                                " On the validation part it reaches %s, the chosen candidate %s.",
                                                standard.valueText(),
                                                best.valueText())
                                        : ""))
                : Optional.empty();
    }

    /** How long today's default takes by itself, beside which the best one is checked; zero if it is the best. */
    private Duration ofStandard(Trial best) {
        return best.number() == 1 ? Duration.ZERO : times.alone(trials.get(0));
    }

    /** What is thrown where no candidate was measured. */
    private TrainingException nothing(Tuning.End end) {
        if (end == Tuning.End.CANCELLED || end == Tuning.End.ENOUGH) {
            return new TrainingCancelledException(
                    "the tuning ended before any trial was measured on all validation users, so there is no best");
        }
        String reason = trials.stream()
                .filter(trial -> !trial.measured())
                .findFirst()
                .map(trial -> trial.candidate() + ": " + trial.reason())
                .orElse("only today's default was tried, which lacks the fixed parameters; allow more trials");
        return new TrainingException("no candidate could be trained and measured: " + reason);
    }
}
