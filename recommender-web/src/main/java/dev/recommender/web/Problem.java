package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Violation;

/**
 * Failures as problem details, RFC 9457. Every broken rule is an element of {@code errors}, with the field, the value and the
 * remedy as far as it has them.
 */
final class Problem {
    static final String TYPE = "application/problem+json";

    private static final String PREFIX = "urn:dev.recommender:problem:";

    private Problem() {}

    static Reply reply(Failure failure) {
        Reply reply = Reply.json(failure.status(), TYPE, json(failure).toString());
        return failure.headers().entrySet().stream()
                .reduce(
                        reply,
                        (before, field) -> before.header(field.getKey(), field.getValue()),
                        (one, other) -> other);
    }

    private static ObjectNode json(Failure failure) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("type", PREFIX + failure.type());
        root.put("title", failure.title());
        root.put("status", failure.status());
        root.put("detail", failure.detail());
        if (!failure.violations().isEmpty()) {
            ArrayNode errors = root.putArray("errors");
            failure.violations().forEach(violation -> describe(errors.addObject(), violation, failure.sent()));
        }
        return root;
    }

    private static void describe(ObjectNode error, Violation violation, JsonNode sent) {
        error.put("detail", violation.detail());
        violation.field().ifPresent(field -> error.put("field", field));
        violation.value().ifPresent(value -> error.set("value", SentValue.of(value, violation.field(), sent)));
        violation.remedy().ifPresent(remedy -> error.put("remedy", remedy));
    }
}
