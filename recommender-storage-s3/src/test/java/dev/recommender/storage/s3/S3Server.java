package dev.recommender.storage.s3;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * A running server that speaks S3, on a port of the loopback interface.
 *
 * @param client one that all tests may use
 */
public record S3Server(int port, AutoCloseable process, S3Client client) implements AutoCloseable {
    public static final String ACCESS_KEY = "test-access";
    public static final String SECRET_KEY = "test-secret-never-to-be-printed";

    S3Server(int port, AutoCloseable process) {
        this(port, process, client(at(port)).build());
    }

    /** The address of the server, or of a proxy before it. */
    static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI address() {
        return at(port);
    }

    /** A client like the store's own, with the server's credentials. */
    public static S3ClientBuilder client(URI address) {
        return S3Client.builder()
                .endpointOverride(address)
                .serviceConfiguration(s3 -> s3.pathStyleAccessEnabled(true)
                        .chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET_KEY)))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(options -> options.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new UnrepeatedDeletes()));
    }

    /** Makes a bucket if it is not there. */
    public void createBucket(String name) {
        client.createBucket(bucket -> bucket.bucket(name));
    }

    /** Puts an object past any store. */
    void put(String bucket, String key) {
        client.putObject(object -> object.bucket(bucket).key(key), RequestBody.fromString("x"));
    }

    @Override
    public void close() throws Exception {
        client.close();
        process.close();
    }
}
