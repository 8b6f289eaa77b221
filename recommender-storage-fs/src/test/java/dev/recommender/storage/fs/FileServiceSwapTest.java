package dev.recommender.storage.fs;

import dev.recommender.testing.service.ServiceStores;
import dev.recommender.testing.service.SwapContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FileServiceSwapTest extends SwapContract {
    @TempDir
    private Path folder;

    @Override
    protected Class<? extends ServiceStores> stores() {
        return FolderStores.class;
    }

    @Override
    protected String newPlace() {
        return folder.toString();
    }
}
