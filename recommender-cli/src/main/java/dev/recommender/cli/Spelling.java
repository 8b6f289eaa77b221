package dev.recommender.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. Case, hyphens and underscores do not matter. */
final class Spelling {
    /** Of so many letters one may be wrong, and of fewer as well. */
    private static final int LETTERS_PER_ERROR = 4;

    private Spelling() {}

    /** Whether two names differ in case, hyphens and underscores alone. */
    static boolean isSame(String one, String other) {
        return letters(one).equals(letters(other));
    }

    /** The name that differs in the fewest letters, if these are so few that it is likely meant; of several the first. */
    static Optional<String> nearest(String typed, Collection<String> names) {
        String letters = letters(typed);
        int most = Math.max(1, letters.length() / LETTERS_PER_ERROR);
        return names.stream()
                .filter(name -> distance(letters, letters(name)) <= most)
                .min(Comparator.comparingInt(name -> distance(letters, letters(name))));
    }

    /**
     * How many letters have to be added, left out, replaced, or exchanged with their neighbour to make one text of the other,
     * where no part is changed twice: the restricted Damerau-Levenshtein distance.
     */
    static int distance(String one, String other) {
        int[][] edits = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    edits[i][j] = i + j;
                    continue;
                }
                int replaced = edits[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                edits[i][j] = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    edits[i][j] = Math.min(edits[i][j], edits[i - 2][j - 2] + 1);
                }
            }
        }
        return edits[one.length()][other.length()];
    }

    private static String letters(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }
}
