package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Set;
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
    /** Error codes of status 400 that speak of the way there, not of the request. */
    private static final Set<String> TRANSIENT_CODES = Set.of(
            "RequestTimeout", "BadDigest", "IncompleteBody", "Throttling", "ThrottlingException", "RequestThrottled");

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
        return new StorageException(
                isOfTheWay(e) ? Kind.UNAVAILABLE : Kind.REJECTED, "cannot " + what + ": " + e.getMessage(), e);
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
        if (status == 429 || status >= 500 || TRANSIENT_CODES.contains(code(answer))) {
            return Kind.UNAVAILABLE;
        }
        return Kind.REJECTED;
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

    /** Whether no answer came, or none that could be read, as opposed to a request that was never sent. */
    private static boolean isOfTheWay(SdkException e) {
        if (e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof RetryableException) {
            return true;
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof UncheckedIOException) {
                return true;
            }
        }
        return false;
    }
}
