package dev.recommender.csv;

import java.util.OptionalLong;

/**
 * ISO times, read in place: {@code date}, {@code dateThh:mm[:ss[.fraction]]} or with a space for the T, then nothing,
 * {@code Z}, or an offset {@code ±hh[:mm]}; {@code /} does for {@code -} in the date.
 */
final class IsoTime {
    private final CharSequence text;
    private int at;
    private boolean valid = true;

    private IsoTime(CharSequence text) {
        this.text = text;
    }

    static OptionalLong parse(CharSequence text) {
        return new IsoTime(text).parse();
    }

    private OptionalLong parse() {
        int year = digits(4);
        char separator = next();
        valid &= separator == '-' || separator == '/';
        int month = digits(2);
        valid &= next() == separator;
        int day = digits(2);
        valid &= month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
        long millis = 0;
        if (valid && at < text.length()) {
            char mark = next();
            valid &= mark == 'T' || mark == 't' || mark == ' ';
            millis = time();
            millis -= offset();
        }
        if (!valid || at != text.length()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(days(year, month, day) * 86_400_000L + millis);
    }

    private long time() {
        int hour = digits(2);
        valid &= next() == ':';
        int minute = digits(2);
        int second = 0;
        int millis = 0;
        if (peek() == ':') {
            at++;
            second = digits(2);
            if (peek() == '.' || peek() == ',') {
                at++;
                millis = fraction();
            }
        }
        valid &= hour < 24 && minute < 60 && second < 60;
        return ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    }

    private int fraction() {
        int millis = 0;
        int count = 0;
        for (; at < text.length() && Character.digit(text.charAt(at), 10) >= 0; at++, count++) {
            millis = count < 3 ? millis * 10 + text.charAt(at) - '0' : millis;
        }
        valid &= count > 0;
        for (; count < 3; count++) {
            millis *= 10;
        }
        return millis;
    }

    private long offset() {
        char sign = peek();
        if (sign == 'Z' || sign == 'z') {
            at++;
            return 0;
        }
        if (sign != '+' && sign != '-') {
            return 0;
        }
        at++;
        int hours = digits(2);
        if (peek() == ':') {
            at++;
        }
        int minutes = at < text.length() ? digits(2) : 0;
        valid &= hours <= 18 && minutes < 60;
        long millis = (hours * 60L + minutes) * 60_000;
        return sign == '+' ? millis : -millis;
    }

    private int digits(int count) {
        int value = 0;
        for (int end = at + count; at < end; at++) {
            char c = peek();
            if (c < '0' || c > '9') {
                valid = false;
                return 0;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    private char next() {
        char c = peek();
        at++;
        return c;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
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
