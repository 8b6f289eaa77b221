package dev.recommender.tuning;

import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Score;
import dev.recommender.internal.util.Numbers;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes what a tuning found as text. */
final class TuningText {
    private static final String CHOSEN = "*";
    private static final String FRONT = "o";
    private static final String OUTSIDE = "-";
    private static final int MOST_SECONDS = 100;

    private TuningText() {}

    static String write(Tuning tuning) {
        StringBuilder text = new StringBuilder();
        String metric = tuning.metric().label() + "@" + tuning.cutoff();
        Tuning.Parts parts = tuning.parts();
        line(
                text,
                "Tuned for %s: %s in %s, ended because %s",
                metric,
                Numbers.count(tuning.trials().size(), "trial"),
                time(tuning.time()),
                tuning.end());
        line(
                text,
                "  %,d events to train on, %,d to choose by (%s), %,d to check with (%s)",
                parts.trainEvents(),
                parts.validationEvents(),
                Numbers.count(parts.validationUsers(), "user"),
                parts.testEvents(),
                Numbers.count(parts.testUsers(), "user"));
        tuning.parameters().forEach((name, value) -> line(text, "  %s: %s", name, value));
        line(text, "");
        line(text, "  %4s  %-24s %8s %9s %9s  %s", "", metric, "coverage", "neighbors", "time", "what");
        line(text, "  %4s  %s", "", row(tuning.popularity(), tuning.cutoff(), "", "", "popularity"));
        List<Trial> front = tuning.front();
        Set<String> marks = new HashSet<>();
        for (Trial trial : tuning.trials()) {
            String mark = mark(tuning, front, trial);
            marks.add(mark);
            line(text, "%1s %4d  %s", mark, trial.number(), row(trial, tuning.cutoff()));
        }
        line(text, "  * chosen");
        if (marks.contains(FRONT)) {
            line(text, "  o on the front, as the chosen one: nothing else has both more coverage and a greater value");
        }
        if (marks.contains(OUTSIDE)) {
            line(text, "  - today's default without the fixed parameters: to compare with, and not to be chosen");
        }
        if (tuning.trials().stream().anyMatch(trial -> trial.state() == Trial.State.STOPPED_EARLY)) {
            line(
                    text,
                    "  ~ of a sample of users, not comparable with values of all; the best's on the same users follows");
        }
        line(text, "  a time includes what was done for trials after it, and not what trials before it had done");
        line(text, "");
        tuning.check().ifPresent(check -> check(text, tuning, check, metric));
        tuning.notes().forEach(note -> line(text, "Note: %s", note));
        // At the end, where whoever reads a terminal looks first.
        tuning.verdictInWords().ifPresent(words -> line(text, "Verdict: %s", words));
        return text.toString().stripTrailing();
    }

    private static String mark(Tuning tuning, List<Trial> front, Trial trial) {
        if (trial.number() == tuning.best().number()) {
            return CHOSEN;
        }
        return tuning.isOutside(trial) ? OUTSIDE : front.contains(trial) ? FRONT : "";
    }

    private static void check(StringBuilder text, Tuning tuning, Check check, String metric) {
        int cutoff = tuning.cutoff();
        line(
                text,
                "On events that no trial saw, by %s:",
                Numbers.count(check.best().users(), "user"));
        boolean standardChosen = tuning.best().number() == tuning.standard().number();
        String standardName = "today's default, " + tuning.standard().candidate();
        line(
                text,
                "        %s",
                row(
                        check.best(),
                        cutoff,
                        "",
                        "",
                        standardChosen
                                ? standardName
                                : tuning.best().candidate().toString()));
        check.standard()
                .filter(standard -> !standardChosen)
                .ifPresent(standard -> line(text, "        %s", row(standard, cutoff, "", "", standardName)));
        line(text, "        %s", row(check.popularity(), cutoff, "", "", "popularity"));
        difference(text, metric, "today's default", check.overStandard(cutoff));
        difference(text, metric, "popularity", check.overPopularity(cutoff));
        check.notes().forEach(note -> line(text, "Note: %s", note));
    }

    private static void difference(StringBuilder text, String metric, String other, Optional<Difference> difference) {
        difference.ifPresent(found -> line(
                text,
                "  %s less that of %s: %+.4f%s%s",
                metric,
                other,
                found.value(),
                found.interval()
                        .map(interval -> String.format(Locale.ROOT, " [%+.4f, %+.4f]", interval.low(), interval.high()))
                        .orElse(""),
                found.pValue().isPresent()
                        ? String.format(Locale.ROOT, ", p %.3f", found.pValue().getAsDouble())
                        : ""));
    }

    private static String row(Trial trial, int cutoff) {
        String what = trial.candidate() + (trial.measured() ? "" : " – " + trial.state() + ": " + trial.reason());
        String neighbors = trial.neighborsPerItem().isPresent()
                ? String.format(Locale.ROOT, "%,.1f", trial.neighborsPerItem().getAsDouble())
                : "";
        return trial.figures()
                .map(figures -> row(trial.measured() ? "" : "~", figures, cutoff, neighbors, time(trial.time()), what))
                .orElseGet(() ->
                        String.format(Locale.ROOT, "%-24s %8s %9s %9s  %s", "", "", "", time(trial.time()), what));
    }

    private static String row(Figures figures, int cutoff, String neighbors, String time, String what) {
        return row("", figures, cutoff, neighbors, time, what);
    }

    private static String row(String mark, Figures figures, int cutoff, String neighbors, String time, String what) {
        Score score = figures.score(cutoff);
        String value = mark
                + String.format(Locale.ROOT, "%.4f", score.value())
                + score.interval()
                        .map(interval -> String.format(Locale.ROOT, " [%.4f, %.4f]", interval.low(), interval.high()))
                        .orElse("");
        return String.format(Locale.ROOT, "%-24s %8.3f %9s %9s  %s", value, figures.coverage(), neighbors, time, what);
    }

    /** A time that is an estimate: in whole seconds or minutes, and rather too long. */
    static String about(Duration time) {
        double seconds = time.toMillis() / 1e3;
        return seconds < MOST_SECONDS
                ? String.format(Locale.ROOT, "%.0f s", Math.max(1, Math.ceil(seconds)))
                : String.format(Locale.ROOT, "%,.0f min", Math.ceil(seconds / 60));
    }

    static String time(Duration time) {
        double seconds = time.toMillis() / 1e3;
        return seconds < MOST_SECONDS
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : String.format(Locale.ROOT, "%,.1f min", seconds / 60);
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append('\n');
    }
}
