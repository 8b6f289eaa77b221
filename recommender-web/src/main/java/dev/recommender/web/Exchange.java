package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.recommender.InvalidValueException;
import dev.recommender.Violation;
import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** A request as routes see it: what it says, checked, and who sends it. Used by one thread. */
final class Exchange {
    /** How much of a text is shown in a sentence, in characters. */
    private static final int SHOWN = 60;

    private final Request request;
    private final Caller caller;
    private final Map<String, String> path;
    private final Fields query;
    private final Limits limits;
    private @Nullable String text;

    Exchange(Request request, Caller caller, Map<String, String> path, Limits limits) {
        this.request = request;
        this.caller = caller;
        this.path = path;
        this.limits = limits;
        try {
            this.query = Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw invalid(
                    Violation.of("the query of the address cannot be decoded; encode it as UTF-8 in percent signs")
                            .remedy("encode it as UTF-8 in percent signs"));
        }
    }

    static WebFailure invalid(Violation... violations) {
        return invalid(List.of(violations));
    }

    static WebFailure invalid(List<Violation> violations) {
        String detail = violations.stream().map(Violation::detail).collect(Collectors.joining("; "));
        return new WebFailure(Failure.invalid(detail, violations));
    }

    /** A header that a route does not know. */
    static Violation headerWithoutEffect(String name) {
        return Violation.withRemedy(name, "has no effect here", "leave it out");
    }

    Caller caller() {
        return caller;
    }

    Limits limits() {
        return limits;
    }

    /** The path of the address, as it was sent. */
    String path() {
        return String.valueOf(request.getHttpURI().getPath());
    }

    /** The value of a name in the route's pattern. */
    String path(String name) {
        String value = path.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the pattern has no " + name);
        }
        return value;
    }

    /** The value of a name, if the route's pattern has it. */
    Optional<String> pathIfAny(String name) {
        return Optional.ofNullable(path.get(name));
    }

    /** Finds what is wrong with the query of the address: fields that the route does not know, and values that it does not take. */
    void checkQuery(List<QueryField> fields, Faults faults) {
        List<String> known = fields.stream().map(QueryField::name).sorted().toList();
        for (Fields.Field field : query) {
            if (!known.contains(field.getName())) {
                faults.add(Violation.unknown(shown(field.getName()), "is not a field of this address", known));
            }
        }
        fields.forEach(field -> faults.checking(() -> field.check().accept(this)));
    }

    /** A field of the query of the address. */
    Optional<String> query(String name) {
        List<String> values = query.getValuesOrEmpty(name);
        if (values.size() > 1) {
            throw invalid(Violation.of(name, "must be given once")
                    .detail(name + " must be given once: " + values.size() + " times")
                    .value(String.join(", ", values)));
        }
        return values.stream().findFirst();
    }

    /**
     * A field of the query of the address that must be there.
     *
     * @param what it is, such as {@code the id of an item}
     */
    String required(String name, String what) {
        String value = query(name).orElseThrow(() -> invalid(Violation.of(name, "must be given: " + what)));
        if (value.isBlank()) {
            throw invalid(Violation.of(name, "must not be blank").value(value));
        }
        return value;
    }

    /** A model's id, as a field of the request has it. */
    static ModelId model(String field, String text) {
        try {
            return ModelId.parse(text);
        } catch (InvalidModelIdException e) {
            throw invalid(e.violation().at(field));
        }
    }

    /** All values of a field of the query of the address, of which there must be one. */
    List<String> queries(String name, int most) {
        List<String> values = List.copyOf(query.getValuesOrEmpty(name));
        if (values.isEmpty() || values.size() > most) {
            String allowed = "must be given 1 to " + most + " times";
            throw invalid(Violation.of(name, allowed).detail(name + " " + allowed + ": " + values.size()));
        }
        return values;
    }

    /** A whole number of the query of the address. */
    int whole(String name, int otherwise, int least, int most) {
        Optional<String> given = query(name);
        if (given.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(given.get());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused with the same words.
        }
        throw invalid(Violation.ofValue(
                name, "must be a whole number from " + least + " to " + most, shown(given.get()), given.get()));
    }

    /** A flag of the query of the address; not given is false. */
    boolean flag(String name) {
        Optional<String> given = query(name);
        if (given.isPresent() && !given.get().equals("true") && !given.get().equals("false")) {
            throw invalid(Violation.ofValue(name, "must be true or false", shown(given.get()), given.get()));
        }
        return given.equals(Optional.of("true"));
    }

    /** A field of the header; the first, if it is repeated. */
    Optional<String> header(String name) {
        return Optional.ofNullable(request.getHeaders().get(name));
    }

    /** The length of the body as the client gives it; −1 if it does not. */
    long length() {
        return request.getLength();
    }

    /**
     * The body as text of JSON; empty text if there is none. May be asked for again.
     *
     * @throws WebFailure if it is no JSON by its type, too long, too slow, compressed, or not UTF-8
     */
    String text() throws IOException {
        if (text == null) {
            byte[] bytes;
            try (InputStream body = body(limits.body())) {
                bytes = body.readAllBytes();
            }
            if (bytes.length > 0) {
                requireJson();
            }
            try {
                text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
            } catch (CharacterCodingException e) {
                throw invalid(Violation.of("the body must be UTF-8").remedy("send the body in UTF-8"));
            }
        }
        return text;
    }

    /** The body that was read, if it was JSON. */
    JsonNode sent() {
        try {
            return text == null ? MissingNode.getInstance() : Bodies.read(text);
        } catch (InvalidValueException e) {
            return MissingNode.getInstance();
        }
    }

    private void requireJson() {
        String type = header(HttpHeader.CONTENT_TYPE.asString()).orElse("");
        String essence = type.split(";", 2)[0].strip();
        if (!essence.equalsIgnoreCase(Reply.JSON)) {
            throw new WebFailure(415, "wrong-type", "the body must be " + Reply.JSON + ", by the field Content-Type");
        }
    }

    /** The body as it comes, of so many bytes at most; the caller closes it. */
    InputStream body(long limit) {
        if (length() > limit) {
            throw BodyStream.tooLong(limit);
        }
        String encoding = header(HttpHeader.CONTENT_ENCODING.asString()).orElse("identity");
        if (!encoding.equalsIgnoreCase("identity")) {
            throw new WebFailure(415, "wrong-encoding", "the body must not be compressed by Content-Encoding");
        }
        return new BodyStream(Content.Source.asInputStream(request), limit, System::nanoTime);
    }

    /** The start of a text that may be long or hold control characters. */
    static String shown(String text) {
        if (text.length() <= SHOWN) {
            return text.replaceAll("\\p{Cntrl}", "?");
        }
        int end = Character.isHighSurrogate(text.charAt(SHOWN - 1)) ? SHOWN - 1 : SHOWN;
        return (text.substring(0, end) + "…").replaceAll("\\p{Cntrl}", "?");
    }
}
