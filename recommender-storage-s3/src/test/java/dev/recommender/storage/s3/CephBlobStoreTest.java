package dev.recommender.storage.s3;

import dev.recommender.storage.BlobStore;
import dev.recommender.testing.storage.BlobStoreContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class CephBlobStoreTest extends BlobStoreContract {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    @Override
    protected BlobStore openEmptyStore() throws IOException {
        String bucket = "contract-" + UUID.randomUUID();
        CEPH.server().createBucket(bucket);
        return S3BlobStore.builder(bucket).client(CEPH.server().client()).open();
    }
}
