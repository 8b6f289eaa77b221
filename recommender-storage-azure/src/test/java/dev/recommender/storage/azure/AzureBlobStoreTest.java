package dev.recommender.storage.azure;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.testing.BlobStoreContract;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;

class AzureBlobStoreTest extends BlobStoreContract {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    @Override
    protected BlobStore openEmptyStore() throws IOException {
        return AzureBlobStore.builder(AZURITE.server().container(Azurite.newName()))
                .open();
    }
}
