package dev.recommender.storage;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The rule of names that a store reads, which is wider than the {@linkplain BlobKeys rule of keys}. Other programs put files
 * into a store's place under names such as {@code usage 2024.csv} or {@code Käufe.csv}. A name has segments separated by
 * single slashes, 1,024 characters in all. A segment has at most 255 bytes of UTF-8. It does not start with a dot, and has
 * neither control characters, backslashes, halves of surrogate pairs nor the replacement character U+FFFD.
 *
 * <p>Every key is a name. A name cannot leave the store's root.
 */
public final class BlobNames {
    private static final int MAX_NAME = 1024;
    private static final int MAX_BYTES = 255;
    private static final List<String> HIDDEN = List.of(".", "_");

    private BlobNames() {}

    /**
     * The name itself.
     *
     * @throws IllegalArgumentException if it breaks the rule
     */
    public static String check(String name) {
        String problem = name.length() > MAX_NAME ? "it has more than " + MAX_NAME + " characters" : "";
        for (String segment : problem.isEmpty() ? name.split("/", -1) : new String[0]) {
            problem = problem.isEmpty() ? problem(segment) : problem;
        }
        if (!problem.isEmpty()) {
            throw new IllegalArgumentException(
                    "the name \"" + BlobKeys.shown(name) + "\" cannot be read: " + problem + "; rename the file");
        }
        return name;
    }

    /**
     * Whether what is directly in a folder is an input file. What starts with a dot or an underscore is not: programs keep
     * their marks and unfinished files under such names.
     *
     * @param name the name from the store's root on
     * @throws UnreadableFileException if it is, and its name breaks the rule
     */
    public static boolean isInput(String name) throws UnreadableFileException {
        String last = name.substring(name.lastIndexOf('/') + 1);
        if (HIDDEN.stream().anyMatch(last::startsWith)) {
            return false;
        }
        try {
            check(name);
            return true;
        } catch (IllegalArgumentException e) {
            throw new UnreadableFileException(String.valueOf(e.getMessage()));
        }
    }

    private static String problem(String segment) {
        if (segment.isEmpty()) {
            return "a part between slashes is empty";
        }
        if (segment.startsWith(".")) {
            return "a part starts with a dot";
        }
        if (segment.indexOf('\\') >= 0 || segment.chars().anyMatch(Character::isISOControl)) {
            return "it has a backslash or a control character";
        }
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        if (segment.chars().anyMatch(c -> c >= '\uFFFD')
                || !new String(bytes, StandardCharsets.UTF_8).equals(segment)) {
            return "it is not UTF-8, or the JVM reads names in another character set";
        }
        return bytes.length > MAX_BYTES ? "a part has more than " + MAX_BYTES + " bytes" : "";
    }
}
