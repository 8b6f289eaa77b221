package dev.recommender.storage.azure;

import dev.recommender.storage.VersionedRecords;
import dev.recommender.storage.testing.VersionedRecordsContract;
import java.io.IOException;

class AzureTableRecordsTest extends VersionedRecordsContract {
    private String name = "";

    @Override
    protected VersionedRecords openEmptyRecords() throws IOException {
        name = Azurite.newName();
        return openSameRecords();
    }

    @Override
    protected VersionedRecords openSameRecords() throws IOException {
        return AzureTableRecords.open(Azurite.running().table(name), "registry");
    }
}
