package dev.recommender.csv;

import java.util.OptionalLong;

/**
 * ISO times, read in place: {@code date}, {@code dateThh:mm[:ss[.fraction]]} or with a space for the T, then nothing,
 * {@code Z}, {@code UTC}, {@code GMT}, or an offset {@code ±hh[[:]mm]}, also after a space; {@code /} does for {@code -}
 * in the date.
 */
final class IsoTime {
    private IsoTime() {}

    static OptionalLong parse(CharSequence text) {
        Cursor cursor = new Cursor(text);
        int year = cursor.number(4, 4);
        char separator = cursor.require('-', '/');
        int month = cursor.number(2, 2);
        cursor.require(separator, separator);
        int day = cursor.number(2, 2);
        long millis = 0;
        if (cursor.more()) {
            cursor.require(cursor.take('T', 't') || cursor.take(' ', ' '));
            millis = time(cursor) - offset(cursor);
        }
        return cursor.instant(year, month, day, millis);
    }

    private static long time(Cursor cursor) {
        int hour = cursor.number(2, 2);
        cursor.require(':', ':');
        int minute = cursor.number(2, 2);
        int second = 0;
        int millis = 0;
        if (cursor.take(':', ':')) {
            second = cursor.number(2, 2);
            if (cursor.take('.', ',')) {
                millis = cursor.thousandths();
            }
        }
        cursor.require(hour < 24 && minute < 60 && second < 60);
        return ((hour * 60L + minute) * 60 + second) * 1000 + millis;
    }

    private static long offset(Cursor cursor) {
        if (cursor.spaces()) {
            cursor.require(cursor.more());
        }
        if (!cursor.more() || cursor.take('Z', 'z')) {
            return 0;
        }
        if (cursor.take('U', 'u')) {
            cursor.require('T', 't');
            cursor.require('C', 'c');
            return 0;
        }
        if (cursor.take('G', 'g')) {
            cursor.require('M', 'm');
            cursor.require('T', 't');
            return 0;
        }
        boolean west = cursor.require('+', '-') == '-';
        int hours = cursor.number(2, 2);
        boolean colon = cursor.take(':', ':');
        int minutes = colon || cursor.more() ? cursor.number(2, 2) : 0;
        cursor.require(hours <= 18 && minutes < 60);
        long millis = (hours * 60L + minutes) * 60_000;
        return west ? -millis : millis;
    }
}
