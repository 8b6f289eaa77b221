package dev.recommender.storage.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.UnexpectedLengthException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.recommender.storage.Attempts.Failure;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the service's answers and the SDK's exceptions mean. */
final class Failures {
    private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final HttpHeaderName REQUEST_ID = HttpHeaderName.fromString("x-ms-request-id");

    /** Codes of status 4xx after which another attempt may succeed. */
    private static final Set<String> PASSING = Set.of(
            "ContainerBeingDeleted", "QueueBeingDeleted", "TableBeingDeleted", "Md5Mismatch", "OperationTimedOut");

    /** Codes of 409 that mean: there is one already. */
    private static final Set<String> ABSENCE = Set.of("BlobAlreadyExists", "EntityAlreadyExists");

    /** Codes of 412 that mean: it is another one by now. A lease or a policy that forbids the write has other codes. */
    private static final Set<String> CHANGE =
            Set.of("ConditionNotMet", "TargetConditionNotMet", "UpdateConditionNotSatisfied");

    /** What an account key or a signature looks like, in lower case. */
    private static final Set<String> SECRETS = Set.of("sig=", "sig%3d", "accountkey=", "sharedkey ", "bearer ");

    private Failures() {}

    /** What was thrown in terms of the SPI; {@code what} names what was attempted. */
    static Failure translate(String what, RuntimeException thrown) {
        if (find(thrown, InterruptedException.class) != null) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted: cannot " + what);
            return new Failure(interrupted, Outcome.MAYBE);
        }
        return new Failure(exception(what, thrown), isWithoutEffect(thrown) ? Outcome.CERTAINLY_NOT : Outcome.MAYBE);
    }

    /** No message of the exception, or of its causes, contains credentials. */
    private static StorageException exception(String what, RuntimeException failure) {
        HttpResponseException answer = find(failure, HttpResponseException.class);
        HttpResponse response = answer == null ? null : answer.getResponse();
        Throwable cause = withoutSecrets(failure);
        if (answer == null || response == null) {
            return StorageException.failed(kindWithoutAnswer(failure), what, reason(failure), "", cause);
        }
        int status = response.getStatusCode();
        String code = code(failure);
        String requestId = response.getHeaderValue(REQUEST_ID);
        return StorageException.failed(
                kind(status, code),
                what,
                (code.isEmpty() ? "" : code + ", ") + "status " + status,
                requestId == null ? "" : requestId,
                cause);
    }

    /** Whether a request certainly had no effect: the service said so, or was not reached. */
    private static boolean isWithoutEffect(Throwable failure) {
        HttpResponseException answer = find(failure, HttpResponseException.class);
        if (answer != null && answer.getResponse() != null) {
            int status = answer.getResponse().getStatusCode();
            return status == 429 || (status == 503 && code(failure).equals("ServerBusy"));
        }
        return find(failure, ConnectException.class) != null
                || find(failure, HttpConnectTimeoutException.class) != null
                || find(failure, UnknownHostException.class) != null;
    }

    /** Whether the service answered with the given status. */
    static boolean answered(RuntimeException failure, int status) {
        HttpResponseException answer = find(failure, HttpResponseException.class);
        return answer != null
                && answer.getResponse() != null
                && answer.getResponse().getStatusCode() == status;
    }

    /** Whether a write was refused because the blob or entity is not, or no longer, as the write expects it. */
    static boolean isFailedCondition(RuntimeException failure) {
        String code = code(failure);
        return (answered(failure, 409) && ABSENCE.contains(code)) || (answered(failure, 412) && CHANGE.contains(code));
    }

    /** The service's error code, such as BlobAlreadyExists; empty if it gave none, or did not answer. */
    static String code(Throwable failure) {
        HttpResponseException answer = find(failure, HttpResponseException.class);
        HttpResponse response = answer == null ? null : answer.getResponse();
        String header = response == null ? null : response.getHeaderValue(ERROR_CODE);
        if (header != null) {
            return header;
        }
        if (answer instanceof TableServiceException table && table.getValue() != null) {
            TableErrorCode code = table.getValue().getErrorCode();
            return code == null ? "" : code.toString();
        }
        return "";
    }

    private static Kind kind(int status, String code) {
        if (PASSING.contains(code) || status == 408 || status == 429 || status >= 500) {
            return Kind.UNAVAILABLE;
        }
        if (status < 300) {
            // The request succeeded, but its answer could not be read to the end.
            return Kind.UNAVAILABLE;
        }
        return switch (status) {
            case 401, 403 -> Kind.DENIED;
            case 404 -> Kind.NOT_FOUND;
            case 409, 412 -> Kind.CONFLICT;
            default -> Kind.REJECTED;
        };
    }

    private static Kind kindWithoutAnswer(Throwable failure) {
        if (find(failure, ClientAuthenticationException.class) != null) {
            return Kind.DENIED;
        }
        boolean passing = find(failure, IOException.class) != null
                || find(failure, TimeoutException.class) != null
                || find(failure, UnexpectedLengthException.class) != null
                || find(failure, HttpResponseException.class) != null;
        return passing ? Kind.UNAVAILABLE : Kind.REJECTED;
    }

    /** The innermost cause, which says most about a failure of the connection. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage();
        String name = innermost.getClass().getSimpleName();
        return message == null || message.isEmpty() || hasSecret(message) ? name : name + ": " + message;
    }

    private static Throwable withoutSecrets(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (hasSecret(cause.toString())) {
                IOException replacement =
                        new IOException(failure.getClass().getName() + " (its message has credentials)");
                replacement.setStackTrace(failure.getStackTrace());
                return replacement;
            }
        }
        return failure;
    }

    private static boolean hasSecret(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(lower::contains);
    }

    private static <E extends Throwable> @Nullable E find(Throwable failure, Class<E> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
