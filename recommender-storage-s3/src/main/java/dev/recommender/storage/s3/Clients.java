package dev.recommender.storage.s3;

import java.time.Duration;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * The SDK's clients, which try once: {@link dev.recommender.storage.Attempts} repeats requests instead, because it knows
 * which of them may be repeated.
 */
final class Clients {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private Clients() {}

    /** A client of S3, or of another vendor's store. */
    static S3ClientBuilder s3(Duration timeout, boolean ofAnotherVendor) {
        return S3Client.builder()
                .httpClientBuilder(http(timeout))
                // Bodies are checked by their MD5 and need no other checksums, which not every store knows. Most are
                // small records, for which asking beforehand would double the round trips.
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false)
                        .pathStyleAccessEnabled(ofAnotherVendor))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(options -> options.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new UnrepeatedDeletes()));
    }

    /** A client of SQS, or of another service that speaks its language. */
    static SqsClientBuilder sqs(Duration timeout) {
        return SqsClient.builder()
                .httpClientBuilder(http(timeout))
                .overrideConfiguration(options -> options.retryStrategy(DefaultRetryStrategy.doNotRetry()));
    }

    private static UrlConnectionHttpClient.Builder http(Duration timeout) {
        return UrlConnectionHttpClient.builder().connectionTimeout(CONNECTING).socketTimeout(timeout);
    }
}
