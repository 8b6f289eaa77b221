package dev.recommender.storage;

import dev.recommender.testing.storage.BlobStoreContract;

class MemoryBlobStoreTest extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() {
        return new MemoryBlobStore();
    }
}
