package dev.recommender.storage.s3;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.testing.BlobStoreContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;

class S3MockBlobStoreTest extends BlobStoreContract {
    @RegisterExtension
    static final S3Mock S3MOCK = new S3Mock();

    @Override
    protected BlobStore openEmptyStore() throws IOException {
        String bucket = "contract-" + UUID.randomUUID();
        S3MOCK.server().createBucket(bucket);
        return S3BlobStore.builder(bucket)
                .client(S3Server.client(S3MOCK.server().address()))
                .open();
    }
}
