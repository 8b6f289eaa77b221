package dev.recommender.csv;

import java.util.OptionalLong;

/**
 * American times, read in place: {@code M/d/yyyy} or {@code M/d/yy}, then nothing, {@code H:mm[:ss]} or
 * {@code h:mm[:ss] AM|PM}. Two digits of a year mean 1930 to 2029, as they did in Product Recommendations.
 */
final class AmericanTime {
    private AmericanTime() {}

    static OptionalLong parse(CharSequence text) {
        Cursor cursor = new Cursor(text);
        int month = cursor.number(1, 2);
        cursor.require('/', '/');
        int day = cursor.number(1, 2);
        cursor.require('/', '/');
        int start = cursor.position();
        int year = cursor.number(2, 4);
        int digits = cursor.position() - start;
        cursor.require(digits != 3);
        if (digits == 2) {
            year += year < 30 ? 2000 : 1900;
        }
        long millis = 0;
        if (cursor.more()) {
            cursor.require(cursor.spaces());
            millis = time(cursor);
        }
        return cursor.instant(year, month, day, millis);
    }

    private static long time(Cursor cursor) {
        int hour = cursor.number(1, 2);
        cursor.require(':', ':');
        int minute = cursor.number(2, 2);
        int second = cursor.take(':', ':') ? cursor.number(2, 2) : 0;
        cursor.spaces();
        if (cursor.more()) {
            boolean afternoon = cursor.take('P', 'p');
            cursor.require(afternoon || cursor.take('A', 'a'));
            cursor.require('M', 'm');
            cursor.require(hour >= 1 && hour <= 12);
            hour = hour % 12 + (afternoon ? 12 : 0);
        }
        cursor.require(hour < 24 && minute < 60 && second < 60);
        return ((hour * 60L + minute) * 60 + second) * 1000;
    }
}
