package dev.recommender.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Violation;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelUnavailableException;
import java.util.Map;
import java.util.Optional;

/** Failures as the retired service told them: a {@code Message}, and by field what is wrong with a body. */
final class RetiredFailures {
    private static final Map<String, String> NAMES = Map.of(
            "usage", "usageRelativePath",
            "catalog", "catalogFileRelativePath",
            "evaluation", "evaluationUsageRelativePath");

    private RetiredFailures() {}

    static Reply reply(Failure failure, Exception thrown, Optional<Caller> caller) {
        if (thrown instanceof ModelNotCompletedException) {
            return message(400, failure.detail());
        }
        if (thrown instanceof ModelUnavailableException) {
            return message(404, failure.detail());
        }
        if (failure.type().equals("unknown-caller") || failure.type().equals("forbidden")) {
            return Reply.empty(401);
        }
        boolean passing = failure.type().equals("overloaded");
        if (failure.status() >= 500 && !passing) {
            boolean mayKnow = caller.filter(known -> known.access() == Access.ADMINISTRATION)
                    .isPresent();
            return mayKnow ? message(500, failure.detail() + ": " + thrown.getMessage()) : Reply.empty(500);
        }
        Reply reply = failure.violations().isEmpty() ? message(failure.status(), failure.detail()) : invalid(failure);
        for (Map.Entry<String, String> field : failure.headers().entrySet()) {
            reply = reply.header(field.getKey(), field.getValue());
        }
        return reply;
    }

    private static Reply message(int status, String text) {
        return Reply.json(status, JsonNodeFactory.instance.objectNode().put("Message", text));
    }

    private static Reply invalid(Failure failure) {
        ObjectNode root = JsonNodeFactory.instance.objectNode().put("Message", "The request is not valid.");
        ObjectNode state = root.putObject("ModelState");
        for (Violation violation : failure.violations()) {
            // Parameters were fields of the request itself.
            String name = violation.field().orElse("request").replaceFirst("^parameters\\.", "");
            state.withArray("/" + NAMES.getOrDefault(name, name)).add(violation.detail());
        }
        return Reply.json(failure.status(), root);
    }
}
