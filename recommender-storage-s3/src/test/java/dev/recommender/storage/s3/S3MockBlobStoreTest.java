package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.storage.BlobStoreContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What S3 promises but for atomicity, which S3Mock does not have, and uploads that are given up, which it takes wrong. */
@ExtendWith(S3MockBlobStoreTest.Lacks.class)
@Tag("servers")
class S3MockBlobStoreTest extends BlobStoreContract {
    @RegisterExtension
    static final S3Mock S3MOCK = new S3Mock();

    private String contractBucket = "";

    @Override
    protected BlobStore openEmptyStore() throws IOException {
        contractBucket = "contract-" + UUID.randomUUID();
        S3MOCK.server().createBucket(contractBucket);
        return S3BlobStore.builder(contractBucket)
                .client(S3MOCK.server().client())
                .open();
    }

    @Override
    protected boolean putForeign(String name) {
        S3MOCK.server().put(contractBucket, name);
        return true;
    }

    @Test
    void whatIsWrittenIsEncryptedWithTheKey() throws IOException {
        String bucket = "kms-" + UUID.randomUUID();
        S3MOCK.server().createBucket(bucket);
        Map<String, List<String>> keys = new ConcurrentHashMap<>();
        ExecutionInterceptor recorder = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                keys.put(
                        context.request().getClass().getSimpleName(),
                        context.httpRequest().matchingHeaders("x-amz-server-side-encryption-aws-kms-key-id"));
            }
        };
        try (S3Client client = S3Server.client(S3MOCK.server().address())
                        .overrideConfiguration(options -> options.addExecutionInterceptor(recorder))
                        .build();
                BlobStore store = S3BlobStore.builder(bucket)
                        .client(client)
                        .partSize(5 << 20)
                        .kmsKey(S3Mock.KMS_KEY)
                        .open()) {
            store.put("small", BlobContent.of("x"));
            store.create("large", BlobContent.of(new byte[(5 << 20) + 1]));
            assertThat(keys)
                    .containsEntry("PutObjectRequest", List.of(S3Mock.KMS_KEY))
                    .containsEntry("CreateMultipartUploadRequest", List.of(S3Mock.KMS_KEY));
            HeadObjectResponse small =
                    client.headObject(object -> object.bucket(bucket).key("small"));
            assertThat(small.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
        }
    }

    static final class Lacks implements ExecutionCondition {
        private static final String ATOMIC = "S3Mock is not atomic; CephBlobStoreTest shows this";
        private static final Map<String, String> REASONS = Map.of(
                "ofConcurrentCreatesExactlyOneWinsAndItsContentIsSeen",
                ATOMIC,
                "readersSeeOneContentOrAnotherWhileItIsReplaced",
                ATOMIC,
                "aContentOfAnotherSizeThanItGivesIsRefusedAndLeavesNothing",
                "S3Mock deletes an object when an upload in its place is given up; CephBlobStoreTest shows this");

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return context.getTestMethod()
                    .map(method -> REASONS.get(method.getName()))
                    .map(ConditionEvaluationResult::disabled)
                    .orElse(ConditionEvaluationResult.enabled(""));
        }
    }
}
