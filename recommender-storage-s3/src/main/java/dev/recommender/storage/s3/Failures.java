package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/** The SDK's exceptions in the terms of {@link StorageException}. */
final class Failures {
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

    /** What the SDK threw, as the exception that the caller gets; {@code what} says what was attempted. */
    static IOException of(String what, SdkException e) {
        if (e instanceof AbortedException) {
            InterruptedIOException interrupted = new InterruptedIOException("interrupted: cannot " + what);
            interrupted.initCause(e);
            return interrupted;
        }
        if (e instanceof AwsServiceException answer) {
            String id = answer.requestId() == null ? "" : answer.requestId();
            return new StorageException(kind(answer), "cannot " + what + ": " + told(answer), id, e);
        }
        return new StorageException(kindOfUnsent(e), "cannot " + what + ": " + e.getMessage(), e);
    }

    private static Kind kind(AwsServiceException answer) {
        int status = answer.statusCode();
        if (status == 401 || status == 403) {
            return Kind.DENIED;
        }
        if (status == 404) {
            return Kind.NOT_FOUND;
        }
        if (status == 409 || status == 412) {
            return Kind.CONFLICT;
        }
        if (status == 501) {
            return Kind.REJECTED;
        }
        if (status == 429 || status >= 500) {
            return Kind.UNAVAILABLE;
        }
        return CODES.getOrDefault(code(answer), Kind.REJECTED);
    }

    private static Kind kindOfUnsent(SdkException e) {
        if (String.valueOf(e.getMessage()).startsWith("Unable to load credentials")) {
            return Kind.DENIED;
        }
        return isOfTheWay(e) ? Kind.UNAVAILABLE : Kind.REJECTED;
    }

    private static String told(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        if (details == null || details.errorCode() == null) {
            return "status " + answer.statusCode();
        }
        String message = details.errorMessage() == null ? "" : ", " + details.errorMessage();
        return details.errorCode() + message + ", status " + answer.statusCode();
    }

    /** The store's own code of an error; empty if it gave none. */
    static String code(AwsServiceException answer) {
        AwsErrorDetails details = answer.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /** Whether it is not the object that is missing but the bucket. */
    static boolean isMissingBucket(StorageException e) {
        return e.getCause() instanceof NoSuchBucketException
                || e.getCause() instanceof AwsServiceException answer
                        && code(answer).equals("NoSuchBucket");
    }

    /** Whether an object, or the range of it that was asked for, is not there. */
    static boolean isGone(StorageException e) {
        boolean missing = e.kind() == Kind.NOT_FOUND && !isMissingBucket(e);
        return missing || e.getCause() instanceof AwsServiceException answer && answer.statusCode() == 416;
    }

    /** Whether the service does not know what it was asked for. */
    static boolean isNotImplemented(StorageException e) {
        return e.getCause() instanceof AwsServiceException answer && answer.statusCode() == 501;
    }

    /** Whether the failure means that the delivery of a message is over. */
    static boolean isLapsed(StorageException e) {
        if (!(e.getCause() instanceof AwsServiceException answer)) {
            return false;
        }
        boolean ofTheReceipt =
                code(answer).equals("InvalidParameterValue") && told(answer).contains("ReceiptHandle");
        return ofTheReceipt || LAPSED.contains(code(answer));
    }

    /** Whether it is certain that nothing was done: the service said so, or was not reached. */
    static boolean isNothingDone(StorageException e) {
        if (e.getCause() instanceof AwsServiceException answer) {
            int status = answer.statusCode();
            return e.kind() == Kind.UNAVAILABLE && (status == 429 || status == 503 || status < 500);
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    /** Whether no answer came, or none that could be read, as opposed to a request that was never sent. */
    private static boolean isOfTheWay(SdkException e) {
        if (e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof RetryableException) {
            return true;
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException
                    || cause instanceof UncheckedIOException
                    || cause instanceof XMLStreamException) {
                return true;
            }
        }
        return false;
    }
}
