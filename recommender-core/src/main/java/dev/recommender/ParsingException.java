package dev.recommender;

/** Input was rejected as a whole, because more of its lines are wrong than the reader tolerates. */
public class ParsingException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final transient ParsingReport report;

    public ParsingException(String message, ParsingReport report) {
        super(message + "\n" + report);
        this.report = report;
    }

    /** The same with a message that has no need of the report. */
    ParsingException(ParsingReport report, String message) {
        super(message);
        this.report = report;
    }

    /** What was read until then, what was wrong with it, and what the files were taken for if columns were recognised. */
    public ParsingReport report() {
        return report;
    }
}
