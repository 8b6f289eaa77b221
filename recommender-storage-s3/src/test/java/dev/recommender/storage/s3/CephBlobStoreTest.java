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

    private String bucket = "";

    @Override
    protected BlobStore openEmptyStore() throws IOException {
        bucket = "contract-" + UUID.randomUUID();
        CEPH.server().createBucket(bucket);
        return S3BlobStore.builder(bucket).client(CEPH.server().client()).open();
    }

    @Override
    protected boolean putForeign(String name) {
        CEPH.server().put(bucket, name);
        return true;
    }
}
