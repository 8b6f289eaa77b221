package dev.recommender.internal.serving;

import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.storage.IOFunction;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local copies of models, in a folder that any number of processes share. {@code {id}-{sha256}.model} is a complete
 * copy, whose digest was checked before it got this name. {@code .part} is a copy that is being fetched, or that a
 * process left when it ended. Shared between threads.
 *
 * <p>The folder is kept within its limit, and within the free space of its disk, by deleting the copies not opened for
 * longest. Those that this process uses stay, and may exceed it. One that another process uses may lose its name, but not its
 * content, and is fetched again when it is next opened. Until then its deletion may free no room on the disk, which this process
 * cannot see. So for a model that would not fit even if all copies freed their room that can be deleted, none is deleted; for
 * another one, copies may be deleted in vain.
 */
final class LocalModels implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalModels.class);
    private static final String WHOLE = ".model";
    private static final String PART = ".part";
    private static final Duration FETCH_TIMEOUT = Duration.ofMinutes(10);
    private static final Duration MAX_PART_AGE = Duration.ofDays(1);
    private static final Duration UNUSED = Duration.ofDays(1);

    private final Path folder;
    private final long limit;
    private final ModelFiles files;
    private final IOFunction<Path, Long> space;
    private final FolderLocks locks;
    /** How many copies of each name this process uses. */
    private final Map<String, Integer> uses = new ConcurrentHashMap<>();
    /** The models of which this process has made or opened copies. */
    private final Set<ModelId> own = ConcurrentHashMap.newKeySet();

    /**
     * Opens a folder, which is created if needed.
     *
     * @param limit how many bytes the copies may have together
     */
    LocalModels(Path folder, long limit, ModelFiles files) throws IOException {
        this(folder, limit, files, LocalModels::usableSpace);
    }

    /**
     * As the other constructor.
     *
     * @param space says how many bytes can be written to the disk of a folder
     */
    LocalModels(Path folder, long limit, ModelFiles files, IOFunction<Path, Long> space) throws IOException {
        this.folder = PrivateFolders.create(folder);
        this.limit = limit;
        this.files = files;
        this.space = space;
        this.locks = new FolderLocks(folder.resolve(".locks"));
    }

    /** A local copy, which this process keeps until it is closed. */
    final class Copy implements AutoCloseable {
        private final String name;
        private final boolean fetched;

        private Copy(String name, boolean fetched) {
            this.name = name;
            this.fetched = fetched;
        }

        Path file() {
            return whole(name);
        }

        /** Whether the copy was fetched for this call, so that its digest was checked just now. */
        boolean fetched() {
            return fetched;
        }

        @Override
        public void close() {
            uses.computeIfPresent(name, (key, count) -> count == 1 ? null : count - 1);
            if (!locks.isOpen()) {
                return;
            }
            try {
                makeRoom(0, 0);
            } catch (IOException e) {
                LOG.warn("the folder {} may exceed its limit until the next copy is made", folder, e);
            }
        }
    }

    /**
     * A copy of a model, fetched unless one of its length is there; one process fetches while others wait.
     *
     * @throws ModelUnavailableException if the model is not in the store as it was stored
     * @throws IOException if the store or the folder fails
     */
    Copy copy(ModelId id, ModelFile file) throws IOException {
        return copy(id, file, false);
    }

    /** As {@link #copy(ModelId, ModelFile)}, but fetches in any case: what is there has turned out to be damaged. */
    Copy fetchAgain(ModelId id, ModelFile file) throws IOException {
        return copy(id, file, true);
    }

    private Copy copy(ModelId id, ModelFile file, boolean again) throws IOException {
        if (file.size() > limit) {
            throw new ModelUnavailableException(
                    id,
                    "its " + file.size() + " bytes do not fit in " + folder + ", which is limited to " + limit
                            + "; raise the limit",
                    null);
        }
        String name = name(id, file);
        FileLock lock = locks.lock(name, FETCH_TIMEOUT);
        try {
            Path whole = whole(name);
            boolean fetches = again || !Files.exists(whole) || Files.size(whole) != file.size();
            if (fetches) {
                Files.deleteIfExists(whole);
                fetch(id, file, name);
            }
            Files.setLastModifiedTime(whole, FileTime.from(Instant.now()));
            uses.merge(name, 1, Integer::sum);
            own.add(id);
            return new Copy(name, fetches);
        } finally {
            lock.close();
        }
    }

    /**
     * Makes a file that was just stored the copy of its model, unless it does not fit. The file is moved, not read, if it is
     * on the same disk.
     *
     * @param saved the file whose digest was computed while it was saved
     */
    void adopt(ModelId id, ModelFile file, Path saved) throws IOException {
        String name = name(id, file);
        Optional<FileLock> lock = file.size() > limit ? Optional.empty() : locks.tryLock(name);
        if (lock.isEmpty()) {
            return;
        }
        try {
            // The file is moved, and takes no more of the disk than before.
            makeRoom(file.size(), 0);
            Path part = folder.resolve(name + PART);
            Files.move(saved, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, whole(name), StandardCopyOption.ATOMIC_MOVE);
            own.add(id);
        } finally {
            lock.get().close();
        }
    }

    /** Deletes the copies of a model that this process does not use. */
    void delete(ModelId id) throws IOException {
        for (Entry entry : entries()) {
            if (entry.name.startsWith(id + "-")) {
                delete(entry);
            }
        }
    }

    /**
     * Deletes the copies of models that are gone, unless this process uses them. Processes of several stores may share the
     * folder, and the models of the others always look gone from here. So only those are asked about that this process has
     * copied or opened, and those that nobody has opened for a day.
     *
     * @param exists whether there is such a model
     */
    void deleteGone(IOFunction<ModelId, Boolean> exists) throws IOException {
        Instant forgotten = Instant.now().minus(UNUSED);
        Map<ModelId, List<Entry>> asked = new HashMap<>();
        for (Entry entry : entries()) {
            Optional<ModelId> model = modelOf(entry.name);
            if (model.isPresent() && (own.contains(model.get()) || entry.modified.isBefore(forgotten))) {
                asked.computeIfAbsent(model.get(), id -> new ArrayList<>()).add(entry);
            }
        }
        for (Map.Entry<ModelId, List<Entry>> model : asked.entrySet()) {
            if (!exists.apply(model.getKey())) {
                for (Entry entry : model.getValue()) {
                    delete(entry);
                }
            }
        }
    }

    private static Optional<ModelId> modelOf(String name) {
        try {
            return Optional.of(ModelId.parse(name.substring(0, Math.max(0, name.lastIndexOf('-')))));
        } catch (InvalidModelIdException e) {
            return Optional.empty();
        }
    }

    private void fetch(ModelId id, ModelFile file, String name) throws IOException {
        Path part = folder.resolve(name + PART);
        boolean resumed = Files.exists(part);
        long missing = missing(part, file);
        requirePossible(id, missing, name);
        makeRoom(missing, missing);
        if (space.apply(folder) < missing) {
            throw full(id, missing, "", null);
        }
        String digest;
        try {
            digest = files.fetch(id, file, part);
            if (resumed && !digest.equals(file.sha256())) {
                // What an earlier process left may be what is wrong.
                Files.delete(part);
                digest = files.fetch(id, file, part);
            }
        } catch (IOException e) {
            missing = missing(part, file);
            if (space.apply(folder) < missing) {
                // It cannot be continued, and would keep smaller models from the disk.
                Files.deleteIfExists(part);
                throw full(id, missing, "", e);
            }
            throw e;
        }
        if (!digest.equals(file.sha256())) {
            Files.delete(part);
            throw new ModelUnavailableException(
                    id, file.key() + " is not what was stored: its SHA-256 is not " + file.sha256(), null);
        }
        Files.move(part, whole(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** How many bytes of a model are still to be fetched. */
    private static long missing(Path part, ModelFile file) throws IOException {
        return Math.max(0, file.size() - (Files.exists(part) ? Files.size(part) : 0));
    }

    /**
     * Looks whether a model fits on the disk if all other copies are deleted that this process does not use and nobody fetches.
     *
     * @param name what the model's copies begin with
     */
    private void requirePossible(ModelId id, long missing, String name) throws IOException {
        long free = space.apply(folder);
        if (free >= missing) {
            return;
        }
        long unused = 0;
        long used = 0;
        for (Entry entry : entries()) {
            if (entry.name.equals(name)) {
                continue;
            }
            if (uses.containsKey(entry.name) || isLocked(entry)) {
                used += entry.size;
            } else {
                unused += entry.size;
            }
        }
        if (free + unused < missing) {
            throw full(
                    id,
                    missing,
                    "; to delete the copies of other models would free " + unused + " bytes, and " + used
                            + " are of models in use or being fetched",
                    null);
        }
    }

    private IOException full(ModelId id, long missing, String more, @Nullable IOException failure) throws IOException {
        return new IOException(
                "the disk of the folder " + folder + " is full: model " + id + " needs " + missing + " bytes more, and "
                        + space.apply(folder) + " are free" + more
                        + "; make room, or choose another folder for local copies",
                failure);
    }

    /** How many bytes this process can write to the disk of a folder; a lot where the system does not say. */
    private static long usableSpace(Path folder) throws IOException {
        try {
            FileStore disk = Files.getFileStore(folder);
            return disk.getTotalSpace() == 0 ? Long.MAX_VALUE : disk.getUsableSpace();
        } catch (UnsupportedOperationException e) {
            LOG.debug("the disk of {} does not say how much room it has", folder, e);
            return Long.MAX_VALUE;
        }
    }

    private static String name(ModelId id, ModelFile file) {
        return id + "-" + file.sha256();
    }

    private Path whole(String name) {
        return folder.resolve(name + WHOLE);
    }

    /**
     * Deletes copies that this process does not use and nobody fetches, until there is room.
     *
     * @param bytes for how many bytes more within the limit
     * @param onDisk for how many bytes more on the disk
     */
    private void makeRoom(long bytes, long onDisk) throws IOException {
        List<Entry> entries = entries();
        entries.sort(Comparator.comparing(entry -> entry.modified));
        long total = entries.stream().mapToLong(entry -> entry.size).sum();
        Instant abandoned = Instant.now().minus(MAX_PART_AGE);
        for (Entry entry : entries) {
            boolean old = entry.path.toString().endsWith(PART) && entry.modified.isBefore(abandoned);
            boolean needed = total > limit - bytes || onDisk > 0 && space.apply(folder) < onDisk;
            if ((old || needed) && delete(entry)) {
                total -= entry.size;
            }
        }
    }

    /** Whether somebody writes or deletes an entry, so that it cannot be deleted here. */
    private boolean isLocked(Entry entry) throws IOException {
        Optional<FileLock> lock = locks.tryLock(entry.name);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isEmpty();
    }

    private boolean delete(Entry entry) throws IOException {
        Optional<FileLock> lock = locks.tryLock(entry.name);
        if (lock.isEmpty()) {
            return false;
        }
        try {
            return !uses.containsKey(entry.name) && Files.deleteIfExists(entry.path);
        } catch (IOException e) {
            // Some systems do not delete files in use, which then stay.
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
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    @Override
    public void close() throws IOException {
        locks.close();
    }
}
