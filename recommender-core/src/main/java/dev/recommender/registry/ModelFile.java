package dev.recommender.registry;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a trained model is stored, and what its content must be.
 *
 * @param key the key of the blob
 * @param size the length in bytes; at least 0
 * @param sha256 the SHA-256 of the content, 64 hexadecimal digits in lower case
 */
public record ModelFile(String key, long size, String sha256) {
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    public ModelFile {
        if (size < 0) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "size must be at least 0: %d", size));
        }
        if (!DIGEST.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256 must be 64 hexadecimal digits in lower case: " + sha256);
        }
    }
}
