package dev.recommender.web;

import java.util.Arrays;

/** Tags by which a client recognises what it has already. */
final class Etags {
    private static final int DIGITS = 32;

    private Etags() {}

    /** The reply with a tag of its content, which the client may keep and ask for changes. */
    static Reply tagged(Reply reply) {
        String tag = "\"" + Digests.hex(Digests.of(reply.body())).substring(0, DIGITS) + "\"";
        return reply.header("ETag", tag).header("Cache-Control", "private, no-cache");
    }

    /** Whether one of the tags that a client knows is this one. */
    static boolean matches(String known, String tag) {
        return Arrays.stream(known.split(","))
                .map(String::strip)
                .anyMatch(each -> each.equals("*") || each.equals(tag) || each.equals("W/" + tag));
    }
}
