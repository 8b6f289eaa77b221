package dev.recommender.storage.s3;

import dev.recommender.storage.BlobStores;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.RequestPayer;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * The requests of a store for its bucket, one method for each, with the options that all of them have. Keys are the store's;
 * the prefix is added here. Throws what the SDK throws. Immutable.
 */
final class Bucket {
    /** The media type of all objects. */
    static final String CONTENT_TYPE = "application/octet-stream";

    private static final String ONLY_IF_ABSENT = "*";

    private final S3Client client;
    private final String name;
    private final String prefix;
    private final Optional<String> kmsKey;
    private final Optional<RequestPayer> payer;
    private final Duration timeout;

    Bucket(
            S3Client client,
            String name,
            String prefix,
            Optional<String> kmsKey,
            boolean requesterPays,
            Duration timeout) {
        this.client = client;
        this.name = name;
        this.prefix = prefix;
        this.kmsKey = kmsKey;
        this.payer = requesterPays ? Optional.of(RequestPayer.REQUESTER) : Optional.empty();
        this.timeout = timeout;
    }

    /** What is known of an object; empty if there is no such object. */
    Optional<HeadObjectResponse> head(String key) {
        try {
            return Optional.of(client.headObject(request -> {
                request.bucket(name).key(prefix + key).overrideConfiguration(within(timeout));
                payer.ifPresent(request::requestPayer);
            }));
        } catch (AwsServiceException e) {
            if (Failures.isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /**
     * An object's bytes.
     *
     * @param range the value of the header; empty for all of it
     * @param version which version; empty for the newest
     */
    ResponseInputStream<GetObjectResponse> get(String key, String range, String version) {
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(name).key(prefix + key).overrideConfiguration(within(timeout));
        payer.ifPresent(request::requestPayer);
        if (!range.isEmpty()) {
            request.range(range);
        }
        if (!version.isEmpty()) {
            request.versionId(version);
        }
        return client.getObject(request.build());
    }

    /**
     * Writes an object with one request.
     *
     * @param timeouts how many times the time-out the request may take
     */
    PutObjectResponse put(
            String key,
            boolean onlyIfAbsent,
            Map<String, String> metadata,
            String md5,
            RequestBody body,
            long timeouts) {
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(name)
                .key(prefix + key)
                .metadata(metadata)
                .contentMD5(md5)
                .overrideConfiguration(within(timeout.multipliedBy(timeouts)));
        payer.ifPresent(request::requestPayer);
        kmsKey.ifPresent(
                id -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(id));
        if (onlyIfAbsent) {
            request.ifNoneMatch(ONLY_IF_ABSENT);
        }
        return client.putObject(request.build(), body);
    }

    /** Begins an upload in parts, and gives its id. */
    String beginUpload(String key, Map<String, String> metadata) {
        CreateMultipartUploadRequest.Builder request = CreateMultipartUploadRequest.builder()
                .bucket(name)
                .key(prefix + key)
                .metadata(metadata)
                .overrideConfiguration(within(timeout));
        payer.ifPresent(request::requestPayer);
        kmsKey.ifPresent(
                id -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS).ssekmsKeyId(id));
        return client.createMultipartUpload(request.build()).uploadId();
    }

    /** Uploads one part, numbered from 1. */
    CompletedPart uploadPart(String key, String upload, int number, String md5, RequestBody body) {
        String etag = client.uploadPart(
                        request -> {
                            request.bucket(name)
                                    .key(prefix + key)
                                    .uploadId(upload)
                                    .partNumber(number)
                                    .contentMD5(md5)
                                    .overrideConfiguration(within(timeout));
                            payer.ifPresent(request::requestPayer);
                        },
                        body)
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    /** Makes an object of the parts. */
    CompleteMultipartUploadResponse completeUpload(
            String key, String upload, boolean onlyIfAbsent, List<CompletedPart> parts) {
        CompleteMultipartUploadRequest.Builder request = CompleteMultipartUploadRequest.builder()
                .bucket(name)
                .key(prefix + key)
                .uploadId(upload)
                .multipartUpload(all -> all.parts(parts))
                .overrideConfiguration(within(timeout));
        payer.ifPresent(request::requestPayer);
        if (onlyIfAbsent) {
            request.ifNoneMatch(ONLY_IF_ABSENT);
        }
        return client.completeMultipartUpload(request.build());
    }

    /** Gives up an upload in parts, with the parts that are there. */
    AbortMultipartUploadResponse abortUpload(String key, String upload) {
        return client.abortMultipartUpload(request -> {
            request.bucket(name).key(prefix + key).uploadId(upload).overrideConfiguration(within(timeout));
            payer.ifPresent(request::requestPayer);
        });
    }

    /** Deletes an object, there or not. */
    DeleteObjectResponse delete(String key) {
        return client.deleteObject(request -> {
            request.bucket(name).key(prefix + key).overrideConfiguration(within(timeout));
            payer.ifPresent(request::requestPayer);
        });
    }

    /**
     * A page of the objects whose keys start with a text and come after another.
     *
     * @param token the continuation token of the page before; empty for the first
     */
    ListObjectsV2Response list(String start, String after, String token, int limit) {
        return client.listObjectsV2(request -> {
            request.bucket(name).prefix(prefix + start).maxKeys(limit).overrideConfiguration(within(timeout));
            payer.ifPresent(request::requestPayer);
            if (!token.isEmpty()) {
                request.continuationToken(token);
            } else if (!after.isEmpty()) {
                request.startAfter(prefix + after);
            }
        });
    }

    /** The store's key of an object that was listed. */
    String key(String objectKey) {
        return objectKey.substring(prefix.length());
    }

    /** What an object is called in messages. */
    String blob(String key) {
        return BlobStores.name(key, this);
    }

    /** Releases the client. */
    void close() {
        client.close();
    }

    private static AwsRequestOverrideConfiguration within(Duration timeout) {
        return AwsRequestOverrideConfiguration.builder().apiCallTimeout(timeout).build();
    }

    @Override
    public String toString() {
        return "s3://" + name + "/" + prefix;
    }
}
