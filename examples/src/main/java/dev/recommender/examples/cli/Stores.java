package dev.recommender.examples.cli;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Opens what {@code --store} names. */
final class Stores {
    private Stores() {}

    /**
     * A store in a folder that is there already, so that a slip of the pen does not make an empty store.
     *
     * @throws UsageException if the text names a kind of store that there is not
     */
    static BlobStore open(String store) throws IOException {
        if (store.contains("://")) {
            throw new UsageException("--store \"" + store + "\": a store is a folder");
        }
        Path folder = Path.of(store);
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(store);
        }
        return FileBlobStore.open(folder);
    }
}
