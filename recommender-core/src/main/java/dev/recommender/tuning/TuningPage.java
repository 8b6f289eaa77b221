package dev.recommender.tuning;

import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.internal.page.FigureText;
import dev.recommender.internal.page.Html;
import dev.recommender.internal.page.Page;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.Numbers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows what a tuning found as a page in one piece: no scripts, nothing to load, light or dark as the reader likes it. All
 * text that comes from outside is escaped. Immutable.
 *
 * <pre>{@code
 * Files.writeString(file, TuningPage.of(tuning).lists(chosen, standard, List.of("u42"), 10).toHtml());
 * }</pre>
 */
public final class TuningPage {
    private final Tuning tuning;
    private final List<ListPair> pairs;

    private TuningPage(Tuning tuning, List<ListPair> pairs) {
        this.tuning = tuning;
        this.pairs = List.copyOf(pairs);
    }

    /** The page of a tuning, without lists. */
    public static TuningPage of(Tuning tuning) {
        return new TuningPage(tuning, List.of());
    }

    /**
     * The trial whose lists stand beside those of the chosen one: today's default or, if that was chosen or could not be
     * measured, the best of the others. Empty if no other was measured.
     */
    public static Optional<Trial> compared(Tuning tuning) {
        return tuning.trials().stream()
                .filter(trial ->
                        trial.measured() && trial.number() != tuning.best().number())
                .max(Comparator.<Trial>comparingInt(
                                trial -> trial.number() == tuning.standard().number() ? 1 : 0)
                        .thenComparingDouble(trial -> trial.value().orElseThrow()));
    }

    /**
     * This page with what two models recommend to some users, side by side and with reasons. The models are asked now.
     *
     * @param chosen a model of the chosen candidate
     * @param other a model of {@link #compared}
     * @param users whom to ask for
     * @param count how many items each list has, at least 1
     */
    public TuningPage lists(TrainedModel chosen, TrainedModel other, List<String> users, int count) {
        Arguments.requireAtLeast("count", count, 1);
        Recommender first = chosen.recommender();
        Recommender second = other.recommender();
        List<ListPair> asked = new ArrayList<>(pairs);
        users.forEach(user -> asked.add(new ListPair(
                user, ListPair.ask(chosen, first, user, count), ListPair.ask(other, second, user, count))));
        return new TuningPage(tuning, asked);
    }

    /** The page. */
    public String toHtml() {
        Page page = new Page("Tuning for " + metric());
        tiles(page);
        verdictCard(page);
        Tuning.Parts parts = tuning.parts();
        page.lead(String.format(
                Locale.ROOT,
                "%s in %s; ended because %s. %,d events to train on, %,d to choose by (%s), and %,d to check with (%s),"
                        + " which no trial saw.",
                Numbers.count(tuning.trials().size(), "trial"),
                TuningText.time(tuning.time()),
                tuning.end(),
                parts.trainEvents(),
                parts.validationEvents(),
                Numbers.count(parts.validationUsers(), "user"),
                parts.testEvents(),
                Numbers.count(parts.testUsers(), "user")));
        page.cautions("How far to trust these figures", tuning.warnings());
        page.remarks(Numbers.count(tuning.remarks().size(), "remark") + " on the search", tuning.remarks());
        chosen(page);
        tuning.check().ifPresent(check -> check(page, check));
        charts(page);
        lists(page);
        TrialTable.write(page, tuning);
        page.section("How it was tuned", "");
        page.markup("<div class=\"pair\">\n")
                .details("Options", tuning.parameters())
                .markup("</div>\n");
        return page.end();
    }

    private String other() {
        return compared(tuning)
                .filter(trial -> trial.number() != tuning.standard().number())
                .map(trial -> trial.candidate().toString())
                .orElse("today's default");
    }

    private String metric() {
        return tuning.metric().label() + "@" + tuning.cutoff();
    }

    private void tiles(Page page) {
        int cutoff = tuning.cutoff();
        page.markup("<div class=\"tiles\">\n");
        tuning.check()
                .ifPresentOrElse(
                        check -> page.tile(
                                metric() + " on events that no trial saw",
                                FigureText.number(check.best().score(cutoff).value()),
                                gain(check.overStandard(cutoff), "today's default")
                                        + gain(check.overPopularity(cutoff), "popularity")),
                        () -> page.tile(
                                "The check",
                                "–",
                                "The tuning was ended before it: nothing says yet what the"
                                        + " chosen candidate does on new events."));
        Figures figures = tuning.best().figures().orElseThrow();
        page.tile(
                metric() + " by which it was chosen",
                FigureText.number(figures.score(cutoff).value()),
                "the greatest of many, and so partly luck");
        Figures shown = tuning.check().map(Check::best).orElse(figures);
        page.tile(
                "Catalog coverage on the " + (tuning.check().isPresent() ? "test part" : "validation part"),
                FigureText.percent(shown.coverage()),
                "of all items are recommended to somebody; popularity alone: "
                        + String.format(
                                Locale.ROOT,
                                "%.1f %%",
                                100
                                        * tuning.check()
                                                .map(Check::popularity)
                                                .orElse(tuning.popularity())
                                                .coverage()));
        long measured = tuning.trials().stream().filter(Trial::measured).count();
        page.tile(
                "Trials",
                String.format(Locale.ROOT, "%,d", tuning.trials().size()),
                measured + " measured on all users, "
                        + tuning.trials().stream()
                                .filter(trial -> trial.state() == Trial.State.STOPPED_EARLY)
                                .count()
                        + " stopped early");
        page.markup("</div>\n");
    }

    private static String gain(Optional<Difference> difference, String other) {
        return difference
                .map(found -> "<span class=\"" + verdict(found) + "\">"
                        + FigureText.number(Math.abs(found.value()))
                        + (found.value() < 0 ? " below " : " above ") + other + "</span><br>")
                .orElse("");
    }

    /** The class of a difference: good or bad if it is more than chance, else none. */
    static String verdict(Difference difference) {
        return difference
                .interval()
                .map(interval -> FigureText.verdict(interval.low(), interval.high()))
                .orElse("");
    }

    private void chosen(Page page) {
        page.section(
                "What was chosen",
                "Trial " + tuning.best().number() + " of " + tuning.trials().size() + ":");
        page.markup("<p class=\"card chosen\">")
                .text(tuning.best().candidate().toString())
                .markup("</p>\n");
    }

    /** What the check says of the chosen candidate beside the default; nothing if there was no check of both. */
    private void verdictCard(Page page) {
        tuning.overStandard().ifPresent(found -> {
            Verdict verdict = Verdict.of(found);
            verdictCard(
                    page, verdict.name().toLowerCase(Locale.ROOT).replace('_', '-'), headline(verdict), words(found));
        });
        if (tuning.check().isPresent()
                && tuning.best().number() == tuning.standard().number()) {
            verdictCard(
                    page,
                    "",
                    "Today's default was chosen",
                    "Nothing that could be chosen reached more on the validation part.");
        }
    }

    private static void verdictCard(Page page, String style, String headline, String words) {
        page.markup("<p class=\"card verdict " + style + "\"><b>")
                .text(headline)
                .markup("</b>")
                .text(words)
                .markup("</p>\n");
    }

    private String words(Difference found) {
        return Verdict.words(tuning, found);
    }

    private static String headline(Verdict verdict) {
        return switch (verdict) {
            case BETTER -> "Better than today's default";
            case PERHAPS_BETTER -> "Perhaps better than today's default";
            case NOT_BETTER -> "Not better than today's default: keep that";
            case WORSE -> "Worse than today's default: keep that";
        };
    }

    private void check(Page page, Check check) {
        page.section(
                "On events that no trial saw",
                "Trained on everything before them, and measured once, by "
                        + Numbers.count(check.best().users(), "user")
                        + ". The upright lines are confidence intervals: where the figure would lie with other users"
                        + " like these.");
        legend(page, check.overStandard().isEmpty());
        page.markup("<div class=\"pair\">\n<div class=\"card\">\n")
                .markup(TuningCharts.check(tuning, check))
                .markup("</div>\n<div class=\"card scroll\">\n<table>\n<thead><tr><th>")
                .text("the chosen one less")
                .markup("</th><th></th><th>difference</th><th>p-value</th></tr></thead>\n<tbody>\n");
        differences(page, "today's default", check.overStandard());
        differences(page, "popularity", check.overPopularity());
        page.markup("</tbody>\n</table>\n</div>\n</div>\n");
    }

    private void differences(Page page, String other, List<Difference> differences) {
        for (Difference difference : differences) {
            page.markup("<tr><th>").text(other).markup("</th>");
            page.cell("", "@" + difference.cutoff().orElse(0));
            page.markup("<td class=\"" + verdict(difference) + "\">" + cell(difference.value(), difference.interval())
                    + "</td>");
            page.cell(
                    "",
                    difference.pValue().isPresent()
                            ? String.format(
                                    Locale.ROOT, "p = %.3f", difference.pValue().getAsDouble())
                            : "–");
            page.markup("</tr>\n");
        }
    }

    private static void legend(Page page, boolean standardChosen) {
        page.markup("<div class=\"legend\"><span><i class=\"model\"></i>the chosen one</span>")
                .markup(standardChosen ? "" : "<span><i class=\"against\"></i>today's default</span>")
                .markup("<span><i class=\"popular\"></i>popularity alone</span></div>\n");
    }

    private void charts(Page page) {
        page.section(
                "What the trials reached",
                "On the validation part, by which the chosen one was chosen. A ring marks the front: no other trial has both"
                        + " more coverage and a greater " + metric()
                        + ". Hollow points were stopped early, and measured on a sample of users. They are to be compared"
                        + " with what the chosen one reaches on the same sample, a line across, and not with full points."
                        + (tuning.isOutside(tuning.standard())
                                ? " Today's default, drawn with a broken rim, lacks the fixed parameters: it is there to"
                                        + " compare with, and not to be chosen."
                                : "")
                        + (TuningCharts.showsPopularity(tuning)
                                ? ""
                                : String.format(
                                        Locale.ROOT,
                                        " Popularity alone lies below the drawings: %s, with %.1f %% of the catalog.",
                                        FigureText.number(tuning.popularity()
                                                .score(tuning.cutoff())
                                                .value()),
                                        100 * tuning.popularity().coverage())));
        page.markup(TuningCharts.legend(tuning)).markup("<div class=\"pair\">\n");
        card(page, metric() + " by catalog coverage", TuningCharts.front(tuning));
        TuningCharts.neighbors(tuning)
                .ifPresent(chart -> card(page, metric() + " by neighbours per item", chart + withoutNeighbors()));
        page.markup("</div>\n");
        TuningCharts.lift(tuning).ifPresent(chart -> {
            page.section(
                    "How popular what they recommend is",
                    "How much more often than they are taken items are recommended, by tenths of the items, from the least"
                            + " popular to the most popular tenth. At 1 it is neither more nor less. The scale is of square roots, so"
                            + " that the small ones can be told apart.");
            legend(page, tuning.best().number() == tuning.standard().number());
            page.markup("<div class=\"card overflow\">\n").markup(chart).markup("</div>\n");
        });
    }

    /** Why the drawing by neighbours lacks points of some algorithms, as markup; empty if it has all. */
    private String withoutNeighbors() {
        List<String> algorithms = TuningCharts.withoutNeighbors(tuning);
        if (algorithms.isEmpty()) {
            return "";
        }
        return "<p class=\"caption\">"
                + Html.escape(String.join(", ", algorithms)
                        + (algorithms.size() == 1 ? " keeps no neighbours, so its" : " keep no neighbours, so their")
                        + " trials have no place on this axis."
                        + (TuningCharts.bestWithoutNeighbors(tuning).isEmpty()
                                ? ""
                                : " A line across says what the best of them reaches."))
                + "</p>\n";
    }

    private static void card(Page page, String title, String chart) {
        page.markup("<div class=\"card\"><h3>")
                .text(title)
                .markup("</h3>\n")
                .markup(chart)
                .markup("</div>\n");
    }

    private void lists(Page page) {
        if (pairs.isEmpty()) {
            return;
        }
        page.section(
                "Side by side",
                "What the chosen candidate and " + other()
                        + " recommend to the same users, both trained on everything. A mark"
                        + " stands before what only one of them has.");
        pairs.forEach(pair -> pair.write(page, other()));
    }

    /** A number with its interval below, as markup. */
    static String cell(double value, Optional<Interval> interval) {
        return FigureText.number(value)
                + interval.map(found -> "<small>" + FigureText.range(found.low(), found.high()) + "</small>")
                        .orElse("");
    }
}
