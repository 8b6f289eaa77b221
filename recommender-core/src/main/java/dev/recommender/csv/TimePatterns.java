package dev.recommender.csv;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses patterns of {@link java.time.format.DateTimeFormatter} that are well-formed and cannot be meant. */
final class TimePatterns {
    private static final String MONTH_OR_MINUTES = "MM is the month, mm is minutes";

    private TimePatterns() {}

    /**
     * Refuses a pattern that never gives a date, loses the time of day, or has a field twice.
     *
     * @throws IllegalArgumentException if it is such a pattern, with what its letters mean
     */
    static void require(String pattern) {
        List<Character> fields = fields(pattern);
        Set<Character> seen = new HashSet<>();
        for (char field : fields) {
            if (!seen.add(field)) {
                throw new IllegalArgumentException(field + " stands for a field twice; "
                        + (field == 'M' || field == 'm' ? MONTH_OR_MINUTES : "give each field once"));
            }
        }
        requireDate(seen);
        requireTimeOfDay(seen);
    }

    private static void requireDate(Set<Character> seen) {
        if (seen.contains('g')) {
            return;
        }
        if (!seen.contains('y') && !seen.contains('u')) {
            boolean week = seen.contains('Y');
            if (week && seen.contains('w') && (seen.contains('e') || seen.contains('E'))) {
                return;
            }
            throw new IllegalArgumentException(
                    week ? "YYYY is the year of a week; use yyyy for the year" : "the year is missing; it is yyyy");
        }
        if (seen.contains('D') && !seen.contains('M')) {
            return;
        }
        if (!seen.contains('M')) {
            throw new IllegalArgumentException("the month is missing; " + MONTH_OR_MINUTES);
        }
        if (seen.contains('D')) {
            throw new IllegalArgumentException("DD is the day of the year; use dd for the day of the month");
        }
        boolean weekOfMonth = seen.contains('W') || seen.contains('F');
        if (!seen.contains('d') && !weekOfMonth) {
            throw new IllegalArgumentException("the day is missing; dd is the day of the month");
        }
    }

    private static void requireTimeOfDay(Set<Character> seen) {
        boolean half = seen.contains('a') || seen.contains('B');
        for (char hour : new char[] {'h', 'K'}) {
            if (seen.contains(hour) && !half && !seen.contains('H') && !seen.contains('k')) {
                throw new IllegalArgumentException("" + hour + hour + " needs a, for AM or PM; use HH for 24 hours");
            }
        }
        boolean hour = "hKHkAN".chars().anyMatch(letter -> seen.contains((char) letter));
        if (!hour && (seen.contains('m') || seen.contains('s') || seen.contains('a'))) {
            throw new IllegalArgumentException("the hour is missing; HH is the hour of 24, and " + MONTH_OR_MINUTES);
        }
    }

    /** The letters of the fields in their order, one for each run of a letter; those in quotes are text. */
    private static List<Character> fields(String pattern) {
        List<Character> fields = new ArrayList<>();
        boolean quoted = false;
        char last = 0;
        for (int at = 0; at < pattern.length(); at++) {
            char c = pattern.charAt(at);
            quoted ^= c == '\'';
            boolean letter = !quoted && (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z');
            // The standalone letter is the same field, and p pads the field that follows.
            char field = c == 'L' ? 'M' : c == 'q' ? 'Q' : c == 'c' ? 'e' : c;
            if (letter && field != 'p' && field != last) {
                fields.add(field);
            }
            last = letter ? field : 0;
        }
        return fields;
    }
}
