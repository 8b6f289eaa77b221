package dev.recommender.web;

import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The id by which a request is found in logs, here and at those who sent it: the one that the client gives, or that of its trace, or a
 * random one.
 */
final class RequestIds {
    static final String HEADER = "X-Request-Id";

    /** The name of the id among the values that a log has of its thread. */
    static final String LOGGED = "recommender.request";

    private static final HexFormat HEX = HexFormat.of();
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private RequestIds() {}

    /**
     * Chooses the id.
     *
     * @param given what the client says; anything that could disturb a line of a log is passed over
     * @param trace the id of the request's trace
     */
    static String choose(Optional<String> given, Optional<String> trace) {
        return given.filter(id -> FORM.matcher(id).matches()).or(() -> trace).orElseGet(RequestIds::random);
    }

    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }
}
