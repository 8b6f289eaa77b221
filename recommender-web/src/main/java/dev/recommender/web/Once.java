package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.RecommenderException;
import dev.recommender.Violation;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Does requests with an {@code Idempotency-Key} once, however often and to whichever server they are sent: the store keeps, for
 * good, what the first one was and what it was answered. Shared between threads and processes.
 */
final class Once {
    static final String HEADER = "Idempotency-Key";

    private static final String FOLDER = "once/";
    private static final int MAX_KEY = 100;

    private final VersionedRecords records;

    Once(VersionedRecords records) {
        this.records = records;
    }

    /** The reply of a route, or the one that it gave to the same request before. */
    Reply reply(Exchange exchange, Route route) throws IOException {
        Optional<String> key = exchange.header(HEADER);
        if (key.isEmpty() || route.has(Route.Trait.RETIRED)) {
            return route.action().reply(exchange);
        }
        if (key.get().isBlank() || key.get().length() > MAX_KEY) {
            String allowed = "must have 1 to " + MAX_KEY + " characters";
            throw Exchange.invalid(Violation.of(HEADER, allowed)
                    .detail(HEADER + " " + allowed + ": " + key.get().length())
                    .value(key.get()));
        }
        String name = FOLDER + Digests.hex(Digests.of(exchange.caller().name() + "\n" + key.get()));
        String request = Digests.hex(Digests.of(route.method() + " " + exchange.path() + "\n" + exchange.text()));
        String begun = JsonNodeFactory.instance
                .objectNode()
                .put("request", request)
                .put("begun", Instant.now().toString())
                .toString();
        Optional<VersionedRecord> first = records.create(name, begun);
        return first.isPresent() ? first(exchange, route, first.get()) : again(name, request);
    }

    private Reply first(Exchange exchange, Route route, VersionedRecord begun) throws IOException {
        Reply reply;
        try {
            reply = route.action().reply(exchange);
        } catch (RecommenderException e) {
            // Nothing was done, so the key is free again.
            try {
                records.delete(begun);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        ObjectNode done = JsonNodeFactory.instance.objectNode();
        done.set("request", Bodies.read(begun.content()).path("request"));
        done.put("status", reply.status());
        done.put("location", reply.headers().getOrDefault("Location", ""));
        done.put("body", new String(reply.body(), StandardCharsets.UTF_8).stripTrailing());
        records.update(begun, done.toString());
        return reply;
    }

    private Reply again(String name, String request) throws IOException {
        JsonNode seen =
                Bodies.read(records.get(name).map(VersionedRecord::content).orElse("{}"));
        if (seen.has("request") && !seen.path("request").asText().equals(request)) {
            throw new WebFailure(
                    422, "key-reused", "this " + HEADER + " was sent with another request; use a new one for each");
        }
        if (!seen.has("status")) {
            throw new WebFailure(Failure.of(
                            409,
                            "in-progress",
                            "the first request with this " + HEADER
                                    + " has not ended, or was cut short; if this does not"
                                    + " pass, look whether it was done, and use a new key if it was not")
                    .header("Retry-After", "1"));
        }
        Reply reply = Reply.json(seen.path("status").asInt(), seen.path("body").asText());
        String location = seen.path("location").asText();
        return (location.isEmpty() ? reply : reply.header("Location", location)).header("Idempotency-Replayed", "true");
    }
}
