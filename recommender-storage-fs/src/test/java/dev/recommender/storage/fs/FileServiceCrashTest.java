package dev.recommender.storage.fs;

import dev.recommender.testing.service.CrashContract;
import dev.recommender.testing.service.ServiceStores;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class FileServiceCrashTest extends CrashContract {
    @TempDir
    private Path folder;

    private int places;

    @Override
    protected Class<? extends ServiceStores> stores() {
        return FolderStores.class;
    }

    @Override
    protected synchronized String newPlace() {
        return folder.resolve("store" + places++).toString();
    }
}
