package dev.recommender.internal.util;

import java.util.Locale;

/** Sizes of memory for people, in the unit of the JVM's own {@code -Xmx800m}. */
public final class Memory {
    private static final double MEBIBYTE = 1 << 20;

    private Memory() {}

    /** A number of bytes: {@code 1,024.0 MiB}. */
    public static String text(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MiB", bytes / MEBIBYTE);
    }
}
