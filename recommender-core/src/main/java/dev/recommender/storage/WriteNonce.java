package dev.recommender.storage;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The mark by which a writer recognises its own write. When the answer to a write is lost, it is unknown whether it happened.
 * So each write has a nonce of its own, in the blob, its metadata or the entity. A writer in doubt reads what is there. If it
 * finds its nonce, the write has happened; if it finds another one, somebody else wrote.
 */
public final class WriteNonce {
    /** How many characters a nonce has. */
    public static final int LENGTH = 12;

    private static final SecureRandom RANDOM = new SecureRandom();

    private WriteNonce() {}

    /** A new nonce: 72 random bits as {@value #LENGTH} letters, digits, hyphens and underscores. */
    public static String next() {
        byte[] bytes = new byte[LENGTH * 6 / 8];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }
}
