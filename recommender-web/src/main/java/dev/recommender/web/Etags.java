package dev.recommender.web;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Tags by which a client recognises what it has already. */
final class Etags {
    private static final int BYTES = 16;

    private Etags() {}

    /** The reply with a tag of its content, which the client may keep and ask for changes. */
    static Reply tagged(Reply reply) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(reply.body());
            String tag = "\"" + HexFormat.of().formatHex(digest, 0, BYTES) + "\"";
            return reply.header("ETag", tag).header("Cache-Control", "private, no-cache");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether one of the tags that a client knows is this one. */
    static boolean matches(String known, String tag) {
        return Arrays.stream(known.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }
}
