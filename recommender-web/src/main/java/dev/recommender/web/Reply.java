package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is sent back: a status, fields, and a body that is either there or written piece by piece. Immutable. */
final class Reply {
    static final String JSON = "application/json";

    private static final byte[] NOTHING = {};

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Optional<Stream> stream;
    private final List<String> touched;

    private Reply(int status, Map<String, String> headers, byte[] body, Optional<Stream> stream, List<String> touched) {
        this.status = status;
        this.headers = headers;
        this.body = body;
        this.stream = stream;
        this.touched = touched;
    }

    /** A body that is written while it comes to be. */
    @FunctionalInterface
    interface Stream {
        /** Writes all of it; each flush sends what was written. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Without a body. */
    static Reply empty(int status) {
        return new Reply(status, Map.of(), NOTHING, Optional.empty(), List.of());
    }

    static Reply of(int status, String type, byte[] body) {
        return new Reply(status, Map.of("Content-Type", type), body, Optional.empty(), List.of());
    }

    static Reply json(int status, String json) {
        return json(status, JSON, json);
    }

    /** JSON of a type of its own, with a line end, so that a terminal's prompt follows on a line of its own. */
    static Reply json(int status, String type, String json) {
        return of(status, type, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    static Reply json(int status, JsonNode json) {
        return json(status, json.toString());
    }

    static Reply stream(String type, Stream stream) {
        return new Reply(200, Map.of("Content-Type", type), NOTHING, Optional.of(stream), List.of());
    }

    /** The same with a field. */
    Reply header(String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        changed.put(name, value);
        return new Reply(status, Collections.unmodifiableMap(changed), body, stream, touched);
    }

    /** The same of a change that touches models or files, which the audit names. */
    Reply touching(List<String> names) {
        return new Reply(status, headers, body, stream, List.copyOf(names));
    }

    /** Without its body, for who has it already. A browser puts the fields in the place of those that it has kept. */
    Reply unchanged() {
        return new Reply(304, headers, NOTHING, Optional.empty(), touched);
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The body, which nobody changes. */
    byte[] body() {
        return body;
    }

    /** The models and files that a change has touched, as far as the address does not name them. */
    List<String> touched() {
        return touched;
    }

    Optional<Stream> stream() {
        return stream;
    }
}
