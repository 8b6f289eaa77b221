package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.RecommenderException;
import dev.recommender.Violation;
import dev.recommender.registry.FileExistsException;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why a request was not done, apart from how it is told.
 *
 * @param status the status of HTTP
 * @param type what kind of failure it is, for programs: words with hyphens
 * @param detail what is wrong, and what to do
 * @param violations every rule that is broken, where it is several
 * @param headers fields of the reply that belong to the status
 * @param sent the body that was sent, in which the fields of the rules are; missing if it was no JSON
 */
record Failure(
        int status,
        String type,
        String detail,
        List<Violation> violations,
        Map<String, String> headers,
        JsonNode sent) {
    private static final Map<String, String> LATER = Map.of("Retry-After", "5");

    Failure {
        violations = List.copyOf(violations);
        headers = Map.copyOf(headers);
    }

    static Failure of(int status, String type, String detail) {
        return new Failure(status, type, detail, List.of(), Map.of(), MissingNode.getInstance());
    }

    /** A request that is not valid. */
    static Failure invalid(String detail, List<Violation> violations) {
        return new Failure(400, "invalid-request", detail, violations, Map.of(), MissingNode.getInstance());
    }

    /** The same with a field of the reply. */
    Failure header(String name, String value) {
        return new Failure(status, type, detail, violations, Map.of(name, value), sent);
    }

    /** The same of a request with this body. */
    Failure sent(JsonNode body) {
        return new Failure(status, type, detail, violations, headers, body);
    }

    /** What a thrown failure means to a client; the details of what only the server can mend are left out. */
    static Failure of(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        if (thrown instanceof WebFailure known) {
            return known.failure();
        }
        if (thrown instanceof InvalidParametersException invalid) {
            return invalid(message, invalid.details());
        }
        if (thrown instanceof InvalidModelIdException invalid) {
            return invalid(message, List.of(invalid.violation()));
        }
        if (thrown instanceof InvalidAliasException invalid) {
            return invalid(message, List.of(invalid.violation()));
        }
        if (thrown instanceof UnknownModelException) {
            return of(404, "unknown-model", message);
        }
        if (thrown instanceof UnknownAliasException) {
            return of(404, "unknown-alias", message);
        }
        if (thrown instanceof ModelNotCompletedException || thrown instanceof IllegalTransitionException) {
            return of(409, "wrong-status", message);
        }
        if (thrown instanceof FileExistsException) {
            return of(409, "file-exists", message);
        }
        if (thrown instanceof ModelUnavailableException) {
            return of(503, "model-unavailable", "the model's file is missing or damaged; ask the operator");
        }
        if (thrown instanceof IOException) {
            return new Failure(
                    503,
                    "store-unavailable",
                    "the store does not answer as it should; try again later",
                    List.of(),
                    LATER,
                    MissingNode.getInstance());
        }
        if (thrown instanceof RecommenderException) {
            return of(409, "refused", message);
        }
        return of(500, "internal", "the server has failed; its log says why");
    }

    /** The type in words, such as {@code Unknown model}. */
    String title() {
        String words = type.replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
