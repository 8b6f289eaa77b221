package dev.recommender.csv;

import java.util.OptionalLong;

/**
 * Times of digits alone, read in place: {@code yyyyMMdd}, then nothing, {@code HH}, {@code HHmm}, {@code HHmmss} or
 * {@code HHmmssSSS}, of the years 1900 to 2099. {@code yyyyMMddTHHmmssZ} is one, too.
 */
final class CompactTime {
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2099;

    private CompactTime() {}

    static OptionalLong parse(CharSequence text) {
        int length = text.length();
        boolean letters = length > 8 && (text.charAt(8) == 'T' || text.charAt(8) == 't');
        if (!letters && length != 8 && length != 10 && length != 12 && length != 14 && length != 17) {
            return OptionalLong.empty();
        }
        Cursor cursor = new Cursor(text);
        int year = cursor.number(4, 4);
        int month = cursor.number(2, 2);
        int day = cursor.number(2, 2);
        cursor.require(year >= FIRST_YEAR && year <= LAST_YEAR);
        if (letters) {
            cursor.require('T', 't');
        }
        int hour = letters || length > 8 ? cursor.number(2, 2) : 0;
        int minute = letters || length > 10 ? cursor.number(2, 2) : 0;
        int second = letters || length > 12 ? cursor.number(2, 2) : 0;
        int millis = !letters && length > 14 ? cursor.number(3, 3) : 0;
        if (letters) {
            cursor.take('Z', 'z');
        }
        cursor.require(hour < 24 && minute < 60 && second < 60);
        return cursor.instant(year, month, day, ((hour * 60L + minute) * 60 + second) * 1000 + millis);
    }
}
