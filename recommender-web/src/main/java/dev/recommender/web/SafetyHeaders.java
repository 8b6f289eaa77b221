package dev.recommender.web;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;

/** The fields by which browsers keep what is sent from being misused. */
final class SafetyHeaders {
    private static final Map<String, String> ALWAYS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cache-Control", "no-store");

    private SafetyHeaders() {}

    /**
     * Puts the fields for answers of JSON; a reply may replace them.
     *
     * @param secure whether the request came by TLS
     */
    static void put(HttpFields.Mutable headers, boolean secure) {
        ALWAYS.forEach(headers::put);
        if (secure) {
            headers.put("Strict-Transport-Security", "max-age=31536000");
        }
    }

    /** Lets pages of a site read the answer. */
    static void allow(HttpFields.Mutable headers, String origin) {
        headers.put("Cross-Origin-Resource-Policy", "cross-origin");
        headers.put("Access-Control-Allow-Origin", origin);
        headers.put("Vary", "Origin");
        headers.put("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        headers.put(
                "Access-Control-Allow-Headers",
                Gate.KEY
                        + ", Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, X-Request-Id");
        headers.put("Access-Control-Expose-Headers", "ETag, Location, Retry-After, X-Request-Id");
        headers.put("Access-Control-Max-Age", "600");
    }
}
