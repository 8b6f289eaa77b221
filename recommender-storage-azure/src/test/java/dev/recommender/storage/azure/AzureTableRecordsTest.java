package dev.recommender.storage.azure;

import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.VersionedRecordsContract;
import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class AzureTableRecordsTest extends VersionedRecordsContract {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    private String name = "";

    @Override
    protected VersionedRecords openEmptyRecords() throws IOException {
        name = Azurite.newName();
        return openSameRecords();
    }

    @Override
    protected VersionedRecords openSameRecords() throws IOException {
        return AzureTableRecords.builder(AZURITE.server().table(name), "registry")
                .open();
    }
}
