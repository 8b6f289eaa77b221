package dev.recommender.csv;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields with nothing in them: blank ones, and the words that databases and data frames write for nothing. */
final class Blanks {
    private static final Set<String> WORDS =
            Set.of("NULL", "null", "\\N", "NaN", "nan", "None", "N/A", "#N/A", "NA", "<NA>");

    private Blanks() {}

    static boolean isBlank(@Nullable CharSequence field) {
        if (field == null) {
            return true;
        }
        int length = field.length();
        if (length == 0) {
            return true;
        }
        if (length > 4) {
            return false;
        }
        char first = field.charAt(0);
        return (first == 'N' || first == 'n' || first == '\\' || first == '#' || first == '<')
                && WORDS.contains(field.toString());
    }
}
