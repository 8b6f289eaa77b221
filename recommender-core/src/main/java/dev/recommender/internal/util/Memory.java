package dev.recommender.internal.util;

import java.util.Locale;

/** Sizes of memory for people, in the unit of the JVM's own {@code -Xmx800m}. */
public final class Memory {
    private static final double KIBIBYTE = 1 << 10;
    private static final double MEBIBYTE = 1 << 20;

    private Memory() {}

    /** A number of bytes: {@code 1,024.0 MiB}, or {@code 12.5 KiB} below one mebibyte. */
    public static String text(long bytes) {
        if (Math.abs(bytes) < MEBIBYTE) {
            return String.format(Locale.ROOT, "%,.1f KiB", bytes / KIBIBYTE);
        }
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / MEBIBYTE);
    }
}
