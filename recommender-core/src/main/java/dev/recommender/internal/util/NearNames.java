package dev.recommender.internal.util;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. Case, hyphens and underscores do not matter. */
public final class NearNames {
    /** A wrong name may have one slip for so many letters, and one in any case. */
    private static final int LETTERS_PER_SLIP = 3;

    /** Longer names are none of ours. */
    private static final int LONGEST = 60;

    private NearNames() {}

    /**
     * The known name that is nearest to a wrong one, of several the first; empty if none is near. A slip is a letter too much,
     * too little, another, or two that have changed places. What has no more letters than there may be slips is near to nothing.
     */
    public static Optional<String> near(String wrong, Collection<String> known) {
        String typed = letters(wrong);
        int most = Math.max(1, typed.length() / LETTERS_PER_SLIP);
        if (typed.isEmpty() || wrong.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> letters(name).length() > most)
                .filter(name -> slips(typed, letters(name)) <= most)
                .min(Comparator.comparingInt(name -> slips(typed, letters(name))));
    }

    private static String letters(String name) {
        return name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT);
    }

    /** The restricted Damerau-Levenshtein distance: no part is changed twice. */
    static int slips(String one, String other) {
        int[][] slips = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int replaced = slips[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                int least = Math.min(replaced, 1 + Math.min(slips[i - 1][j], slips[i][j - 1]));
                boolean swapped = i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
                slips[i][j] = swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
            }
        }
        return slips[one.length()][other.length()];
    }
}
