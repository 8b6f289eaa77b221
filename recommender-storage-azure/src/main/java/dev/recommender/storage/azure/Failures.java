package dev.recommender.storage.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.UnexpectedLengthException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.data.tables.models.TableErrorCode;
import com.azure.data.tables.models.TableServiceException;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
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

    /** Answers of kind 4xx after which another attempt may succeed. */
    private static final Set<String> PASSING = Set.of(
            "ContainerBeingDeleted", "QueueBeingDeleted", "TableBeingDeleted", "Md5Mismatch", "OperationTimedOut");

    /** Codes of 409 that mean: there is one already. */
    private static final Set<String> ABSENCE = Set.of("BlobAlreadyExists", "EntityAlreadyExists");

    /** Codes of 412 that mean: it is another one by now. A lease or a policy in the way has other codes. */
    private static final Set<String> CHANGE =
            Set.of("ConditionNotMet", "TargetConditionNotMet", "UpdateConditionNotSatisfied");

    /** What an account key or a signature looks like, in lower case. */
    private static final Set<String> SECRETS = Set.of("sig=", "sig%3d", "accountkey=", "sharedkey ", "bearer ");

    private Failures() {}

    /** The failure in terms of the SPI. No message of it, or of its causes, contains credentials. */
    static StorageException of(String what, Throwable failure) {
        HttpResponseException answer = find(failure, HttpResponseException.class);
        HttpResponse response = answer == null ? null : answer.getResponse();
        Throwable cause = withoutSecrets(failure);
        if (answer == null || response == null) {
            Kind kind = kindWithoutAnswer(failure);
            return new StorageException(kind, what + ": " + remedy(kind, reason(failure)), cause);
        }
        int status = response.getStatusCode();
        String code = code(failure);
        Kind kind = kind(status, code);
        String said = status + (code.isEmpty() ? "" : " " + code);
        String requestId = response.getHeaderValue(REQUEST_ID);
        return new StorageException(kind, what + ": " + remedy(kind, said), requestId == null ? "" : requestId, cause);
    }

    /** Whether the request surely had no effect: it was not sent, or turned away at the door. */
    static boolean neverHappened(Throwable failure) {
        HttpResponseException answer = find(failure, HttpResponseException.class);
        if (answer != null && answer.getResponse() != null) {
            int status = answer.getResponse().getStatusCode();
            return status == 429 || (status == 503 && code(failure).equals("ServerBusy"));
        }
        return find(failure, ConnectException.class) != null
                || find(failure, HttpConnectTimeoutException.class) != null
                || find(failure, UnknownHostException.class) != null;
    }

    /** Whether the calling thread was interrupted, so that there is no answer. */
    static boolean isInterruption(Throwable failure) {
        return find(failure, InterruptedException.class) != null;
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
            // The service did it, but its answer could not be read to the end.
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

    private static String remedy(Kind kind, String said) {
        return switch (kind) {
            case DENIED -> said + "; check the credentials, their role or permissions, and how long they are valid";
            case UNAVAILABLE -> said + "; the service may be overloaded or out of reach, try again later";
            default -> said;
        };
    }

    /** The innermost reason, which for failures on the way is the most telling. */
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
