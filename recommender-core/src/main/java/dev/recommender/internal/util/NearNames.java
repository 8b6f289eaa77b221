package dev.recommender.internal.util;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
public final class NearNames {
    /** A wrong name may have one slip for so many characters. */
    private static final int CHARACTERS_PER_SLIP = 3;

    /** Longer names are none of ours. */
    private static final int LONGEST = 60;

    private NearNames() {}

    /**
     * The known name that is nearest to a wrong one; empty if none is near. A slip is a character too much, too little, another,
     * or two that have changed places; upper and lower case are the same.
     */
    public static Optional<String> find(String wrong, Collection<String> known) {
        int most = Math.max(1, wrong.length() / CHARACTERS_PER_SLIP);
        if (wrong.isEmpty() || wrong.length() > LONGEST) {
            return Optional.empty();
        }
        return known.stream()
                .filter(name -> Math.abs(name.length() - wrong.length()) <= most && name.length() > most)
                .filter(name -> slips(wrong, name) <= most)
                .min(Comparator.comparingInt(name -> slips(wrong, name)));
    }

    /** The optimal string alignment distance: no part is changed twice. */
    private static int slips(String wrong, String right) {
        String a = wrong.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[][] slips = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    slips[i][j] = i + j;
                    continue;
                }
                int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(slips[i - 1][j], slips[i][j - 1]) + 1;
                least = Math.min(least, slips[i - 1][j - 1] + other);
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                slips[i][j] = swapped ? Math.min(least, slips[i - 2][j - 2] + 1) : least;
            }
        }
        return slips[a.length()][b.length()];
    }
}
