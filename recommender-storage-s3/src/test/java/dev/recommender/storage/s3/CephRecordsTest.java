package dev.recommender.storage.s3;

import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.VersionedRecordsContract;
import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class CephRecordsTest extends VersionedRecordsContract {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    private String bucket = "";

    @Override
    protected VersionedRecords openEmptyRecords() throws IOException {
        bucket = "records-" + UUID.randomUUID();
        CEPH.server().createBucket(bucket);
        return openSameRecords();
    }

    @Override
    protected VersionedRecords openSameRecords() throws IOException {
        return BlobRecords.in(
                S3BlobStore.builder(bucket).client(CEPH.server().client()).open(), "records");
    }
}
