package dev.recommender.internal.serving;

import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.internal.util.Sha256;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local copies of models, in a folder that any number of processes share: {@code {id}-{sha256}.model} is a whole copy,
 * {@code .part} one that is being fetched or was left by a process that ended. A copy is verified each time before it is
 * used. The folder is kept within its limit by deleting the copies not opened for longest; those that are in use stay, and
 * may exceed it. Shared between threads.
 */
final class LocalModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalModels.class);
    private static final String WHOLE = ".model";
    private static final String PART = ".part";
    private static final Duration FETCH_PATIENCE = Duration.ofMinutes(10);
    private static final Duration MAX_PART_AGE = Duration.ofDays(1);

    private final Path folder;
    private final long limit;
    private final ModelFiles stored;
    private final FolderLocks locks;

    /**
     * Opens a folder, which is created if need be.
     *
     * @param limit how many bytes the copies may have together
     */
    LocalModels(Path folder, long limit, ModelFiles stored) throws IOException {
        this.folder = PrivateFolders.create(folder);
        this.limit = limit;
        this.stored = stored;
        this.locks = new FolderLocks(folder.resolve(".locks"));
    }

    /** A local copy that stays, unless the folder's owner meddles, until it is closed. */
    final class Copy implements AutoCloseable {
        private final String name;

        private Copy(String name) {
            this.name = name;
        }

        Path file() {
            return folder.resolve(name + WHOLE);
        }

        @Override
        public void close() {
            try {
                locks.release(name);
                if (locks.isOpen()) {
                    makeRoom(0);
                }
            } catch (IOException e) {
                LOG.warn("{} could not be given back; the next copy makes room", file(), e);
            }
        }
    }

    /**
     * A verified copy of a model, fetched unless it is there; one process fetches while others wait.
     *
     * @throws ModelUnavailableException if the model is not in the store as it was stored
     * @throws IOException if the store or the folder fails
     */
    Copy copy(ModelId id, ModelFile file) throws IOException {
        if (file.size() > limit) {
            throw new ModelUnavailableException(
                    id,
                    "its " + file.size() + " bytes do not fit in " + folder + ", which is limited to " + limit
                            + "; raise the limit",
                    null);
        }
        String name = id + "-" + file.sha256();
        FileLock lock = locks.write(name, FETCH_PATIENCE);
        try {
            Path whole = folder.resolve(name + WHOLE);
            if (!verified(whole, file)) {
                Files.deleteIfExists(whole);
                fetch(id, file, name);
            }
            Files.setLastModifiedTime(whole, FileTime.from(Instant.now()));
            locks.use(name);
            return new Copy(name);
        } finally {
            lock.close();
        }
    }

    /** Deletes the copies of a model that are not in use. */
    void delete(ModelId id) throws IOException {
        for (Entry entry : entries()) {
            if (entry.name.startsWith(id + "-")) {
                delete(entry);
            }
        }
    }

    private void fetch(ModelId id, ModelFile file, String name) throws IOException {
        Path part = folder.resolve(name + PART);
        boolean resumed = Files.exists(part);
        makeRoom(file.size() - (resumed ? Files.size(part) : 0));
        stored.fetch(id, file, part);
        if ((resumed || Files.size(part) != file.size()) && !verified(part, file)) {
            // What an earlier process left may be what is wrong, or what another one wrote that had lost its lock.
            Files.delete(part);
            stored.fetch(id, file, part);
        }
        if (!verified(part, file)) {
            Files.delete(part);
            throw new ModelUnavailableException(
                    id, file.key() + " is not what was stored: its SHA-256 is not " + file.sha256(), null);
        }
        Files.move(part, folder.resolve(name + WHOLE), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean verified(Path path, ModelFile file) throws IOException {
        return Files.exists(path)
                && Files.size(path) == file.size()
                && Sha256.of(path).equals(file.sha256());
    }

    /** Deletes copies that nobody uses or fetches, until there is room for so many bytes more. */
    private void makeRoom(long bytes) throws IOException {
        List<Entry> entries = entries();
        entries.sort(Comparator.comparing(entry -> entry.modified));
        long total = entries.stream().mapToLong(entry -> entry.size).sum();
        Instant abandoned = Instant.now().minus(MAX_PART_AGE);
        for (Entry entry : entries) {
            boolean old = entry.path.toString().endsWith(PART) && entry.modified.isBefore(abandoned);
            if ((old || total > limit - bytes) && delete(entry)) {
                total -= entry.size;
            }
        }
    }

    private boolean delete(Entry entry) throws IOException {
        Optional<FileLock> lock = locks.tryWrite(entry.name);
        if (lock.isEmpty()) {
            return false;
        }
        try {
            return !locks.used(entry.name) && Files.deleteIfExists(entry.path);
        } catch (IOException e) {
            // A system that does not delete files in use, which then stay.
            LOG.debug("{} could not be deleted", entry.path, e);
            return false;
        } finally {
            lock.get().close();
        }
    }

    private record Entry(Path path, String name, long size, Instant modified) {}

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder, "*{" + WHOLE + "," + PART + "}")) {
            for (Path path : paths) {
                String file = path.getFileName().toString();
                try {
                    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                    entries.add(new Entry(
                            path,
                            file.substring(0, file.lastIndexOf('.')),
                            attributes.size(),
                            attributes.lastModifiedTime().toInstant()));
                } catch (NoSuchFileException e) {
                    LOG.debug("{} was deleted meanwhile", path);
                }
            }
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        locks.close();
    }
}
