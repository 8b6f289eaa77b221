package dev.recommender.storage;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The rule of keys, which is the same for every store. A key has segments of 1 to 100 characters separated by single
 * slashes, 400 characters in all. A segment consists of ASCII letters, digits, and {@code - _ . = +}. It starts with a
 * letter, a digit or {@code _}, does not end in a dot, and is not a device name of Windows.
 *
 * <p>So a key cannot leave the store's root ({@code ..}, a leading slash, a backslash, NUL), cannot be mistaken for
 * another (look-alikes, Unicode forms), and is a valid name everywhere. Files of a store that are not blobs, such as
 * those still being written, have names that no key can have.
 */
public final class BlobKeys {
    private static final int MAX_KEY = 400;
    private static final int MAX_SEGMENT = 100;
    private static final Set<String> DEVICES = Set.of(
            "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
            "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

    private BlobKeys() {}

    /**
     * The key itself.
     *
     * @throws IllegalArgumentException if it breaks the rule
     */
    public static String check(String key) {
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException("key has more than " + MAX_KEY + " characters: " + shown(key));
        }
        for (String segment : key.split("/", -1)) {
            if (!isSegment(segment)) {
                throw new IllegalArgumentException("key \"" + shown(key) + "\" has the unusable segment \""
                        + shown(segment) + "\"; use segments of letters, digits and - _ . = +, separated by /");
            }
        }
        return key;
    }

    /** Whether {@link #check} takes a text, for names that were found in a store. */
    public static boolean isValid(String text) {
        return text.length() <= MAX_KEY && Arrays.stream(text.split("/", -1)).allMatch(BlobKeys::isSegment);
    }

    /** Whether a text has only characters of keys. No key starts with any other text. */
    public static boolean isPrefix(String text) {
        return text.chars().allMatch(c -> c == '/' || isInner((char) c));
    }

    private static boolean isSegment(String segment) {
        if (segment.isEmpty() || segment.length() > MAX_SEGMENT || segment.endsWith(".")) {
            return false;
        }
        int dot = segment.indexOf('.');
        String stem = (dot < 0 ? segment : segment.substring(0, dot)).toLowerCase(Locale.ROOT);
        return isFirst(segment.charAt(0))
                && segment.chars().allMatch(c -> isInner((char) c))
                && !DEVICES.contains(stem);
    }

    private static boolean isFirst(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }

    private static boolean isInner(char c) {
        return isFirst(c) || c == '-' || c == '.' || c == '=' || c == '+';
    }

    static String shown(String text) {
        String start = text.length() > MAX_SEGMENT ? text.substring(0, MAX_SEGMENT) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", "?");
    }
}
