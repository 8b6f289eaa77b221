package dev.recommender;

import java.util.Locale;

/**
 * All problems of one reason, with the first of them as a sample.
 *
 * @param reason what was wrong
 * @param count how many lines have it; at least 1
 * @param file the sample's file
 * @param line the sample's physical line, from 1: where a malformed record starts, and where any other record ends
 * @param detail the sample's field and offending value, in words
 */
public record ParsingProblem(ParsingReason reason, long count, String file, long line, String detail) {
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s in %,d line%s, first at %s:%d: %s; remedy: %s",
                reason,
                count,
                count == 1 ? "" : "s",
                file,
                line,
                detail,
                reason.remedy());
    }
}
