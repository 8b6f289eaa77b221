package dev.recommender.evaluation;

/** Text as it may stand in a page. */
final class Html {
    private Html() {}

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** What a point shows when the pointer rests on it. */
    static String tooltip(String name, Evaluation.Score score) {
        return name + ", " + ReportText.label(score.metric(), score.cutoff()) + ": " + ReportText.number(score.value())
                + score.interval().map(interval -> ", " + range(interval)).orElse("");
    }

    static String range(Evaluation.Interval interval) {
        return ReportText.number(interval.low()) + " to " + ReportText.number(interval.high());
    }
}
