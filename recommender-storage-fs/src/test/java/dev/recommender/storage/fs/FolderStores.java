package dev.recommender.storage.fs;

import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.ServiceStores;
import java.io.IOException;
import java.nio.file.Path;

/** Stores in folders, whose paths are their places. */
public final class FolderStores implements ServiceStores {
    @Override
    public BlobStore open(String place) throws IOException {
        return FileBlobStore.open(Path.of(place));
    }
}
