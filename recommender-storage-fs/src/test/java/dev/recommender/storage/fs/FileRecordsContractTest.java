package dev.recommender.storage.fs;

import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.storage.VersionedRecordsContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FileRecordsContractTest extends VersionedRecordsContract {
    @TempDir
    private Path folder;

    private int opened;

    @Override
    protected VersionedRecords openEmptyRecords() throws IOException {
        opened++;
        return openSameRecords();
    }

    @Override
    protected VersionedRecords openSameRecords() throws IOException {
        return BlobRecords.in(FileBlobStore.open(folder.resolve("store" + opened)), "records");
    }
}
