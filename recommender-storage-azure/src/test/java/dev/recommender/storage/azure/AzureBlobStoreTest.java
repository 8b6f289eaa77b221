package dev.recommender.storage.azure;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.testing.BlobStoreContract;
import java.io.IOException;

class AzureBlobStoreTest extends BlobStoreContract {
    @Override
    protected BlobStore openEmptyStore() throws IOException {
        return AzureBlobStore.builder(Azurite.running().container(Azurite.newName()))
                .open();
    }
}
