package dev.recommender.tuning;

import dev.recommender.internal.page.FigureText;
import dev.recommender.internal.page.Page;
import java.util.List;
import java.util.Locale;

/** The table of all trials on the page. */
final class TrialTable {
    private TrialTable() {}

    static void write(Page page, Tuning tuning) {
        page.section(
                "All trials",
                "In their order. A ~ marks the figure of a trial that was stopped early: it is of a sample of users, and not to"
                        + " be compared with the others. The best's on the same users stands with the reason. A time includes what was done for"
                        + " trials after it, and not what trials before it had done.");
        page.markup(
                        "<div class=\"card scroll\">\n<table class=\"trials\">\n<thead><tr><th></th><th class=\"words\">candidate</th>")
                .markup("<th class=\"words\">step</th><th class=\"words\">state</th><th>")
                .text(tuning.metric().label() + "@" + tuning.cutoff())
                .markup("</th><th>users</th><th>coverage</th><th>neighbours</th><th>time</th></tr></thead>\n<tbody>\n");
        List<Trial> front = tuning.front();
        for (Trial trial : tuning.trials()) {
            boolean chosen = trial.number() == tuning.best().number();
            page.markup("<tr><td>")
                    .text(Integer.toString(trial.number()))
                    .markup("</td><td class=\"words\">")
                    .markup(chosen ? "<b>" : "")
                    .text(trial.candidate().toString())
                    .markup(chosen ? "</b><small>chosen</small>" : "")
                    .markup(!chosen && front.contains(trial) ? "<small>front</small>" : "")
                    .markup(tuning.isOutside(trial) ? "<small>to compare with, not to be chosen</small>" : "")
                    .markup("</td>");
            page.cell("words", trial.step());
            page.markup("<td class=\"words\"><span class=\"state ")
                    .text(trial.state().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .markup("\">")
                    .text(trial.state().toString())
                    .markup("</span>")
                    .markup(trial.reason().isEmpty() ? "" : "<small>")
                    .text(trial.reason())
                    .markup(trial.reason().isEmpty() ? "" : "</small>")
                    .markup("</td><td>");
            figures(page, tuning, trial);
            page.cell("", TuningText.time(trial.time())).markup("</tr>\n");
        }
        page.markup("</tbody>\n</table>\n</div>\n");
    }

    private static void figures(Page page, Tuning tuning, Trial trial) {
        page.markup(trial.figures()
                        .map(figures -> figures.score(tuning.cutoff()))
                        .map(score -> (trial.measured() ? "" : "~") + TuningPage.cell(score.value(), score.interval()))
                        .orElse("–"))
                .markup("</td>");
        page.cell(
                "",
                trial.figures()
                        .map(figures -> String.format(Locale.ROOT, "%,d", figures.users()))
                        .orElse("–"));
        page.cell(
                "",
                trial.figures()
                        .map(figures -> FigureText.percent(figures.coverage()))
                        .orElse("–"));
        page.cell(
                "",
                trial.neighborsPerItem().isPresent()
                        ? String.format(
                                Locale.ROOT, "%,.1f", trial.neighborsPerItem().getAsDouble())
                        : "–");
    }
}
