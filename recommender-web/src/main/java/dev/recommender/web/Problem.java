package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Failures as problem details, RFC 9457. Every broken rule is an element of {@code errors}, with the field, the value and the
 * remedy as far as its sentence has them.
 */
final class Problem {
    static final String TYPE = "application/problem+json";

    private static final String PREFIX = "urn:dev.recommender:problem:";

    /** The rules of the library: a field, what it must be, and after a colon the value. */
    private static final Pattern RULE = Pattern.compile("([\\w.-]+) (must .*?)(?:: (.*))?", Pattern.DOTALL);

    private static final Pattern FIELD = Pattern.compile("([\\w.-]+)(?:: | (?:is|has) ).*", Pattern.DOTALL);

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
            failure.violations().forEach(violation -> describe(errors.addObject(), violation));
        }
        return root;
    }

    private static void describe(ObjectNode error, String violation) {
        error.put("detail", violation);
        Matcher rule = RULE.matcher(violation);
        Matcher field = FIELD.matcher(violation);
        int remedy = violation.indexOf("; ");
        if (rule.matches()) {
            error.put("field", rule.group(1));
            if (rule.group(3) != null) {
                error.put("value", rule.group(3));
            }
            error.put("remedy", rule.group(2));
        } else {
            if (field.matches()) {
                error.put("field", field.group(1));
            }
            if (remedy >= 0) {
                error.put("remedy", violation.substring(remedy + 2));
            }
        }
    }
}
