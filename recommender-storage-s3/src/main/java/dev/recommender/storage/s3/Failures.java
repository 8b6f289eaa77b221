package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts.Failure;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** What the service's answers and the SDK's exceptions mean. */
final class Failures {
    private static final int NOT_FOUND = 404;
    private static final int NO_SUCH_RANGE = 416;
    private static final int TOO_MANY = 429;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int BUSY = 503;

    /** Error codes of status 400, which services use for what others give a status of its own. */
    private static final Map<String, Kind> CODES = Map.ofEntries(
            Map.entry("RequestTimeout", Kind.UNAVAILABLE),
            Map.entry("BadDigest", Kind.UNAVAILABLE),
            Map.entry("IncompleteBody", Kind.UNAVAILABLE),
            Map.entry("Throttling", Kind.UNAVAILABLE),
            Map.entry("ThrottlingException", Kind.UNAVAILABLE),
            Map.entry("RequestThrottled", Kind.UNAVAILABLE),
            Map.entry("AccessDenied", Kind.DENIED),
            Map.entry("AccessDeniedException", Kind.DENIED),
            Map.entry("ExpiredToken", Kind.DENIED),
            Map.entry("InvalidToken", Kind.DENIED),
            Map.entry("InvalidClientTokenId", Kind.DENIED),
            Map.entry("UnrecognizedClientException", Kind.DENIED),
            Map.entry("InvalidSecurity", Kind.DENIED),
            Map.entry("QueueDoesNotExist", Kind.NOT_FOUND),
            Map.entry("AWS.SimpleQueueService.NonExistentQueue", Kind.NOT_FOUND));

    /** What SQS answers about a delivery that is over, besides that the value of its receipt handle is invalid. */
    private static final Set<String> LAPSED =
            Set.of("ReceiptHandleIsInvalid", "MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight");

    private Failures() {}

    /** What the SDK threw in terms of the SPI; {@code what} names what was attempted. */
    static Failure translate(String what, RuntimeException thrown) {
        if (thrown instanceof RejectedExecutionException) {
            // What a client answers that has been closed.
            return new Failure(StorageException.closed(what, thrown), Outcome.CERTAINLY_NOT);
        }
        if (!(thrown instanceof SdkException e)) {
            throw thrown;
        }
        return new Failure(exception(what, e), isWithoutEffect(e) ? Outcome.CERTAINLY_NOT : Outcome.MAYBE);
    }

    private static IOException exception(String what, SdkException e) {
        if (e instanceof AbortedException) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted: cannot " + what);
            interrupted.initCause(e);
            return interrupted;
        }
        if (e instanceof AwsServiceException answer) {
            String id = answer.requestId() == null ? "" : answer.requestId();
            return StorageException.failed(kind(answer), what, describe(answer), id, e);
        }
        return StorageException.failed(kindWithoutAnswer(e), what, String.valueOf(e.getMessage()), "", e);
    }

    private static Kind kind(AwsServiceException answer) {
        int status = answer.statusCode();
        return switch (status) {
            case 401, 403 -> Kind.DENIED;
            case NOT_FOUND -> Kind.NOT_FOUND;
            case 409, 412 -> Kind.CONFLICT;
            case NOT_IMPLEMENTED -> Kind.REJECTED;
            case TOO_MANY -> Kind.UNAVAILABLE;
            default ->
                status >= 500 || isCutOff(answer) ? Kind.UNAVAILABLE : CODES.getOrDefault(code(answer), Kind.REJECTED);
        };
    }

    /**
     * Whether the end of a refusal was lost on its way. SQS gives a code in the body of each, so one without a code was cut
     * off. It may have named a passing reason, or that the delivery is over.
     */
    private static boolean isCutOff(AwsServiceException answer) {
        return answer instanceof SqsException && code(answer).isEmpty();
    }

    private static Kind kindWithoutAnswer(SdkException e) {
        if (String.valueOf(e.getMessage()).startsWith("Unable to load credentials")) {
            return Kind.DENIED;
        }
        boolean passing = e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof RetryableException
                || hasCause(e, IOException.class)
                || hasCause(e, UncheckedIOException.class)
                || hasCause(e, XMLStreamException.class);
        return passing ? Kind.UNAVAILABLE : Kind.REJECTED;
    }

    private static String describe(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            return "status " + answer.statusCode();
        }
        String message = details.errorMessage() == null ? "" : ", " + details.errorMessage();
        return details.errorCode() + message + ", status " + answer.statusCode();
    }

    /** The store's own code of an error; empty if it gave none. */
    private static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /** Whether a request certainly had no effect: the service said so, or was not reached. */
    private static boolean isWithoutEffect(SdkException e) {
        if (wasRepeated(e)) {
            return false;
        }
        if (e instanceof AwsServiceException answer) {
            int status = answer.statusCode();
            boolean refused = status == TOO_MANY || status == BUSY || status < 500;
            return refused && kind(answer) == Kind.UNAVAILABLE;
        }
        return hasCause(e, ConnectException.class) || hasCause(e, UnknownHostException.class);
    }

    /** Whether the caller's client made more than one attempt, so that an earlier one may have had another outcome. */
    static boolean wasRepeated(@Nullable Throwable e) {
        return e instanceof SdkException failure && failure.numAttempts() != null && failure.numAttempts() > 1;
    }

    /** Whether it is not the object that is missing but the bucket. */
    static boolean isMissingBucket(@Nullable Throwable e) {
        return e instanceof NoSuchBucketException
                || e instanceof AwsServiceException answer && code(answer).equals("NoSuchBucket");
    }

    /** Whether an object is not there. */
    static boolean isMissing(@Nullable Throwable e) {
        return e instanceof AwsServiceException answer && answer.statusCode() == NOT_FOUND && !isMissingBucket(e);
    }

    /** Whether an object, or the range of it that was asked for, is not there. */
    static boolean isGone(@Nullable Throwable e) {
        return isMissing(e) || e instanceof AwsServiceException answer && answer.statusCode() == NO_SUCH_RANGE;
    }

    /** Whether the service does not know what it was asked for. */
    static boolean isNotImplemented(StorageException e) {
        return e.getCause() instanceof AwsServiceException answer && answer.statusCode() == NOT_IMPLEMENTED;
    }

    /** Whether the failure means that the delivery of a message is over. */
    static boolean isLapsed(@Nullable Throwable e) {
        if (!(e instanceof AwsServiceException answer)) {
            return false;
        }
        boolean ofTheReceipt =
                code(answer).equals("InvalidParameterValue") && describe(answer).contains("ReceiptHandle");
        return ofTheReceipt || LAPSED.contains(code(answer));
    }

    private static boolean hasCause(SdkException e, Class<? extends Throwable> type) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
