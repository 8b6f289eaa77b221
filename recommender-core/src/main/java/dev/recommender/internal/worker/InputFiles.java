package dev.recommender.internal.worker;

import dev.recommender.Violation;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.UnreadableFileException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that a request names in a store. */
public final class InputFiles {
    private static final Logger LOG = LoggerFactory.getLogger(InputFiles.class);

    private InputFiles() {}

    /**
     * The file of this name alone or, if there is none, the input files directly in the folder of this name; empty if there
     * are neither.
     *
     * @throws UnreadableFileException naming a file of the folder that cannot be read
     */
    public static List<BlobInfo> find(BlobStore store, String path) throws IOException {
        Optional<BlobInfo> file = store.info(path);
        return file.isPresent() ? List.of(file.get()) : store.files(path);
    }

    /**
     * Downloads what {@link #find} finds into a new folder, under the last segments of the names. Ends soon when the thread is
     * interrupted.
     *
     * @return the files; empty if there are none
     * @throws UnreadableFileException naming a file of the folder that cannot be read
     */
    static List<Path> download(BlobStore store, String path, Path folder, Retry retry) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (BlobInfo blob : retry.call(() -> find(store, path))) {
            Path file = place(folder, blob.key());
            retry.run(() -> copy(store, blob.key(), file));
            files.add(file);
        }
        return files;
    }

    /** Where a file is copied to: below the folder whatever its name, and never over another. */
    static Path place(Path folder, String name) throws UnreadableFileException {
        try {
            Path file = folder.resolve(name.substring(name.lastIndexOf('/') + 1));
            if (folder.equals(file.getParent()) && !Files.exists(file)) {
                return file;
            }
        } catch (InvalidPathException e) {
            LOG.debug("no file of this machine can be named {}", name, e);
        }
        throw new UnreadableFileException(
                "the file \"" + name
                        + "\" cannot be copied to this machine: its name is not allowed here, or taken for another's; rename it");
    }

    /**
     * A message without the folder of this machine where the files are copied to, which nobody else knows: a file is named as it
     * is in its own folder of the store.
     *
     * @param folder where {@link #place} has put them, or the folder above
     */
    static String withoutFolder(String message, Path folder) {
        String files = Pattern.quote(folder + File.separator);
        return message.replaceAll(files + "(?:(?:usage|evaluation|catalog)" + Pattern.quote(File.separator) + ")?", "");
    }

    /** What is wrong with a path with which {@link #find} finds nothing. */
    public static Violation missing(String field, String path) {
        return Violation.of(
                        field + ": the store has neither a file \"" + path + "\" nor files in a folder of that name")
                .at(field)
                .value(path)
                .remedy("name a file or a folder of the store, or send the file first");
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
