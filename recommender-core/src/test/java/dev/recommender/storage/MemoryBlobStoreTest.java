package dev.recommender.storage;

import dev.recommender.storage.testing.BlobStoreContract;

class MemoryBlobStoreTest extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
        return new MemoryBlobStore();
    }
}
