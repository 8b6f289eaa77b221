package dev.recommender.internal.worker;

import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that a request names in a store. */
public final class InputFiles {
    private static final int PAGE = 1000;

    private InputFiles() {}

    /**
     * The blob of this key alone or, if there is none, the blobs directly below it as in a folder; empty if there are
     * neither.
     */
    public static List<BlobInfo> find(BlobStore store, String path) throws IOException {
        Optional<BlobInfo> file = store.info(path);
        if (file.isPresent()) {
            return List.of(file.get());
        }
        String folder = path + "/";
        List<BlobInfo> found = new ArrayList<>();
        List<BlobInfo> page = List.of();
        for (String after = ""; after.isEmpty() || page.size() == PAGE; ) {
            page = store.list(folder, after, PAGE);
            if (page.isEmpty()) {
                break;
            }
            page.stream()
                    .filter(info -> info.key().indexOf('/', folder.length()) < 0)
                    .forEach(found::add);
            after = page.get(page.size() - 1).key();
        }
        return found;
    }

    /**
     * Downloads what {@link #find} finds into a new folder, under the last segments of the keys. Ends soon when the thread is
     * interrupted.
     *
     * @return the files; empty if there are none
     */
    static List<Path> download(BlobStore store, String path, Path folder, Retry retry) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (BlobInfo blob : retry.call(() -> find(store, path))) {
            Path file = folder.resolve(blob.key().substring(blob.key().lastIndexOf('/') + 1));
            retry.run(() -> copy(store, blob.key(), file));
            files.add(file);
        }
        return files;
    }

    /** The message for a path with which {@link #find} finds nothing. */
    public static String missing(String field, String path) {
        return field + ": the store has neither a file \"" + path + "\" nor files in a folder of that name";
    }

    /** A transfer that ends too early without an error must not pass for the whole file. */
    private static void copy(BlobStore store, String key, Path file) throws IOException {
        long size = store.info(key)
                .orElseThrow(() -> new BlobNotFoundException(key))
                .size();
        store.download(key, file);
        long read = Files.size(file);
        if (read != size) {
            throw new IOException("\"" + key + "\" ended after " + read + " of " + size + " bytes");
        }
    }
}
