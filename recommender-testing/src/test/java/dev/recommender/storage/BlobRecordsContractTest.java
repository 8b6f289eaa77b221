package dev.recommender.storage;

import dev.recommender.testing.storage.VersionedRecordsContract;

class BlobRecordsContractTest extends VersionedRecordsContract {
    private BlobStore store = new MemoryBlobStore();

    @Override
    protected VersionedRecords openEmptyRecords() {
        store = new MemoryBlobStore();
        return BlobRecords.in(store, "records");
    }

    @Override
    protected VersionedRecords openSameRecords() {
        return BlobRecords.in(store, "records");
    }
}
