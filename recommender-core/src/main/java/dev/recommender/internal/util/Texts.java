package dev.recommender.internal.util;

/** Texts for people. */
public final class Texts {
    private Texts() {}

    /** A text of at most so many characters: a longer one is cut there, never within a surrogate pair, and ends with {@code …}. */
    public static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end) + "…";
    }
}
