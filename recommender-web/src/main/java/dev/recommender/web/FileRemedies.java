package dev.recommender.web;

import dev.recommender.ParsingReason;
import java.util.List;
import java.util.Locale;

/** Names the fields of a request's {@code files} in the remedies of the library, which knows none. Immutable. */
final class FileRemedies {
    static final FileRemedies USAGE = new FileRemedies(true);
    static final FileRemedies CATALOG = new FileRemedies(false);

    /** What the library says, and the field that does it. */
    private record Remedy(String said, String field) {}

    private static final List<Remedy> BOTH = List.of(
            new Remedy("raise the error budget", "maxErrors"),
            new Remedy("name the file's charset", "charset"),
            new Remedy("set the delimiter", "delimiter"));

    private static final List<Remedy> OF_USAGE = List.of(
            new Remedy("name the format of the times", "timeFormat"),
            new Remedy("name the column of times", "columns"),
            new Remedy("name other columns", "columns"));

    private static final List<Remedy> OF_CATALOG = List.of(
            new Remedy("say what the catalog's columns hold", "columns"),
            new Remedy("and what separates values", "valueSeparator"));

    private static final String WITHOUT_USER = "user is ";

    private final boolean usage;

    private FileRemedies(boolean usage) {
        this.usage = usage;
    }

    /** What to do about lines. */
    String of(ParsingReason reason, String detail) {
        String remedy = inRequest(reason.remedy());
        return usage && reason == ParsingReason.MISSING_FIELDS && detail.startsWith(WITHOUT_USER)
                ? remedy + ", or leave out lines without a user by files.skipRowsWithoutUser"
                : remedy;
    }

    /** A message of the library's with the fields of the request. */
    String inRequest(String message) {
        String text = message;
        for (List<Remedy> remedies : List.of(BOTH, usage ? OF_USAGE : OF_CATALOG)) {
            for (Remedy remedy : remedies) {
                text = text.replace(remedy.said(), remedy.said() + " by files." + field(remedy.field()));
            }
        }
        return text;
    }

    private String field(String name) {
        return usage ? name : "catalog" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    }
}
