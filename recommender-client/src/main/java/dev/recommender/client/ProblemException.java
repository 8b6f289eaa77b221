package dev.recommender.client;

import dev.recommender.RecommenderException;
import dev.recommender.Violation;
import java.util.List;

/**
 * The service has answered that it does not do something, and why: problem details by RFC 9457. Also any other answer
 * whose status is no success, such as a redirection by a proxy, which is not followed.
 */
public final class ProblemException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;
    private final transient List<Violation> violations;
    private final String requestId;

    ProblemException(int status, String type, String detail, List<Violation> violations, String requestId) {
        super(detail + " (status " + status + ", request " + (requestId.isEmpty() ? "unknown" : requestId) + ")");
        this.status = status;
        this.type = type;
        this.violations = List.copyOf(violations);
        this.requestId = requestId;
    }

    /** The status of HTTP: from 400 to 599, or what else a proxy answers that is not from 200 to 299. */
    public int status() {
        return status;
    }

    /** What kind of problem it is, such as {@code unknown-model}; {@code unknown} if the answer is none of the service. */
    public String type() {
        return type;
    }

    /** Every rule that the request breaks; empty for other problems. */
    public List<Violation> violations() {
        return violations;
    }

    /** By which id the service has logged the request; empty if it does not say. */
    public String requestId() {
        return requestId;
    }
}
