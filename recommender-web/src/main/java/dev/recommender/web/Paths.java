package dev.recommender.web;

import dev.recommender.Violation;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** Paths of addresses. */
final class Paths {
    private static final Set<String> OURS = Set.of("api", "health", "metrics", "swagger", "", "page");

    private Paths() {}

    /**
     * The decoded segments of a path.
     *
     * @throws WebFailure if it cannot be decoded
     */
    static List<String> segments(String path) {
        return Route.segments(path.isEmpty() ? "/" : path).stream()
                .map(Paths::decode)
                .toList();
    }

    /** Whether an address is one of the service. */
    static boolean isOurs(List<String> path) {
        return OURS.contains(path.get(0));
    }

    /** Whether an address is that of the metrics. */
    static boolean isOfMetrics(List<String> path) {
        return path.get(0).equals("metrics");
    }

    /** Whether an address is one of the page for people. */
    static boolean isOfPage(List<String> path) {
        return path.get(0).isEmpty() || path.get(0).equals("page");
    }

    /** Whether an address is one of the retired service. */
    static boolean isRetired(List<String> path) {
        return path.get(0).equals("api") && !(path.size() > 1 && path.get(1).equals("v1"));
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '%') {
                decoded.write(bytes[at]);
                continue;
            }
            int high = at + 2 < bytes.length ? Character.digit(bytes[at + 1], 16) : -1;
            int low = at + 2 < bytes.length ? Character.digit(bytes[at + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw Exchange.invalid(
                        Violation.of("the address has a percent sign without two hexadecimal digits; write it as %25")
                                .remedy("write the percent sign as %25"));
            }
            decoded.write(high * 16 + low);
            at += 2;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Exchange.invalid(Violation.of("the address must be UTF-8 in percent signs")
                    .remedy("encode the address as UTF-8 in percent signs"));
        }
    }
}
