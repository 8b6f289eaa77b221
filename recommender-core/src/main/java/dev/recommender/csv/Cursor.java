package dev.recommender.csv;

import java.util.OptionalLong;

/** A place in the text of a time, moved by reading; what does not fit makes the whole text invalid. */
final class Cursor {
    private final CharSequence text;
    private int at;
    private boolean valid = true;

    Cursor(CharSequence text) {
        this.text = text;
    }

    boolean more() {
        return valid && at < text.length();
    }

    /** Takes one of two characters if it comes next. */
    boolean take(char one, char other) {
        boolean taken = at < text.length() && (text.charAt(at) == one || text.charAt(at) == other);
        at += taken ? 1 : 0;
        return taken;
    }

    /** Takes one of two characters, and returns which. */
    char require(char one, char other) {
        char next = at < text.length() ? text.charAt(at) : 0;
        require(take(one, other));
        return next;
    }

    void require(boolean condition) {
        valid &= condition;
    }

    /** Takes all spaces that come next; says whether there was one. */
    boolean spaces() {
        int start = at;
        while (at < text.length() && Character.isSpaceChar(text.charAt(at))) {
            at++;
        }
        return at > start;
    }

    /** Takes a number of so many digits. */
    int number(int minDigits, int maxDigits) {
        int value = 0;
        int count = 0;
        for (; count < maxDigits && digitNext(); count++, at++) {
            value = value * 10 + text.charAt(at) - '0';
        }
        require(count >= minDigits);
        return value;
    }

    /** Takes the digits after a decimal point, and cuts them to thousandths. */
    int thousandths() {
        require(digitNext());
        int value = 0;
        for (int unit = 100; digitNext(); unit /= 10, at++) {
            value += (text.charAt(at) - '0') * unit;
        }
        return value;
    }

    int position() {
        return at;
    }

    /** The instant of a UTC date and the milliseconds since its midnight, if everything was valid and is read. */
    OptionalLong instant(int year, int month, int day, long millis) {
        boolean date = month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
        return valid && date && at == text.length()
                ? OptionalLong.of(days(year, month, day) * 86_400_000L + millis)
                : OptionalLong.empty();
    }

    private boolean digitNext() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static int daysOf(int year, int month) {
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return switch (month) {
            case 2 -> leap ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that start in March. */
    private static long days(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(shifted, 400);
        int yearOfEra = (int) (shifted - era * 400);
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }
}
