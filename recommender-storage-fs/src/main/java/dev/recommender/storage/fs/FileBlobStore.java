package dev.recommender.storage.fs;

import static dev.recommender.storage.fs.DurableFolders.force;
import static dev.recommender.storage.fs.DurableFolders.parent;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobNames;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobStores;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Blobs as files below a folder, each at its key. Shared freely between threads and processes that share the folder, on a
 * file system with atomic renames and hard links, as local ones have.
 *
 * <p>A blob is written under {@code .writing} first, forced to the disk, and then linked (to create) or renamed (to
 * replace). So a crash at any moment leaves the whole blob or no blob. What a crashed writer left there is deleted
 * after a day, when a store is opened. Keys cannot name anything outside the folder, and symbolic links in it are not
 * followed. A link among input files is refused by its name.
 */
public final class FileBlobStore implements BlobStore {
    private static final String WRITING = ".writing";
    private static final Duration LEFT_BEHIND = Duration.ofDays(1);
    private static final int ATTEMPTS = 100;

    private final DurableFolders folders;
    private final Path root;

    private FileBlobStore(DurableFolders folders) {
        this.folders = folders;
        this.root = folders.root();
    }

    /**
     * Opens the store in a folder, which is created if it is not there.
     *
     * @throws NotDirectoryException if it is no folder
     * @throws IOException if it cannot be created or written to
     */
    public static FileBlobStore open(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        FileBlobStore store = new FileBlobStore(DurableFolders.open(folder, WRITING));
        store.sweep();
        return store;
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        Path target = file(key);
        if (attributes(target).isPresent()) {
            return false;
        }
        Path written = write(content);
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    folders.create(parent(target));
                    refuseLinks(target);
                    Files.createLink(target, written);
                    force(parent(target));
                    return true;
                } catch (FileAlreadyExistsException e) {
                    if (attributes(target).isPresent()) {
                        return false;
                    }
                    giveUpAfter(attempt, e);
                } catch (NoSuchFileException e) {
                    // A delete removed the folder, empty a moment ago, between the two steps.
                    giveUpAfter(attempt, e);
                }
            }
        } finally {
            Files.deleteIfExists(written);
        }
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        Path target = file(key);
        Path written = write(content);
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    folders.create(parent(target));
                    refuseLinks(target);
                    Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                    force(parent(target));
                    return;
                } catch (NoSuchFileException | FileAlreadyExistsException e) {
                    // A delete removed a folder, empty a moment ago, between two steps.
                    giveUpAfter(attempt, e);
                }
            }
        } finally {
            Files.deleteIfExists(written);
        }
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        Path file = named(key);
        refuseLinks(file);
        if (attributes(file).isEmpty()) {
            throw new BlobNotFoundException(key);
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw new BlobNotFoundException(key);
        }
        try {
            channel.position(BlobStores.checkOffset(offset, channel.size()));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        return Channels.newInputStream(channel);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        Path file = named(key);
        refuseLinks(file);
        return attributes(file).map(attributes -> FolderListing.info(key, attributes));
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        BlobStores.checkLimit(limit);
        List<BlobInfo> found = FolderListing.list(root, prefix, after, limit);
        // Looked at last: what was missing because the root was must not be taken for deleted.
        checkThere();
        return found;
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        Path path = named(folder);
        refuseLinks(path);
        List<BlobInfo> found = FolderListing.files(path, folder);
        checkThere();
        return found;
    }

    @Override
    public boolean delete(String key) throws IOException {
        Path file = file(key);
        refuseLinks(file);
        if (attributes(file).isEmpty() || !Files.deleteIfExists(file)) {
            return false;
        }
        force(parent(file));
        for (Path folder = parent(file); !folder.equals(root); folder = parent(folder)) {
            try {
                Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException e) {
                break;
            }
        }
        return true;
    }

    @Override
    public void close() {}

    private Path file(String key) {
        return root.resolve(BlobKeys.check(key));
    }

    /** Where a file of any name is; what a name means to the file system must not lead out of the root. */
    private Path named(String name) {
        Path file = root.resolve(BlobNames.check(name));
        int segments = name.split("/", -1).length;
        if (!file.startsWith(root) || file.getNameCount() != root.getNameCount() + segments) {
            throw new IllegalArgumentException("the name \"" + name + "\" leads out of the store; rename the file");
        }
        return file;
    }

    private Path write(BlobContent content) throws IOException {
        Path file = root.resolve(WRITING).resolve(UUID.randomUUID().toString());
        checkThere();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                InputStream in = content.open();
                OutputStream out = Channels.newOutputStream(channel)) {
            BlobStores.requireSize(content.size(), in.transferTo(out));
            channel.force(true);
            return file;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Nothing between the root and a file may be a link, which could lead anywhere. */
    private void refuseLinks(Path file) throws IOException {
        for (Path path = file; !path.equals(root); path = parent(path)) {
            if (Files.isSymbolicLink(path)) {
                throw new IOException(path + " is a symbolic link, which a store does not follow");
            }
        }
    }

    private void sweep() throws IOException {
        Instant old = Instant.now().minus(LEFT_BEHIND);
        try (Stream<Path> files = Files.list(root.resolve(WRITING))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                try {
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                        Files.deleteIfExists(file);
                    }
                } catch (NoSuchFileException e) {
                    // Another process has written it to its end since.
                }
            }
        }
    }

    /** A file's attributes; empty if there is no such file. */
    private Optional<BasicFileAttributes> attributes(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return attributes.isRegularFile() ? Optional.of(attributes) : Optional.empty();
        } catch (FileSystemException e) {
            if (e instanceof NoSuchFileException || Files.isRegularFile(nearest(file), LinkOption.NOFOLLOW_LINKS)) {
                checkThere();
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The nearest path above a file that is there. */
    private Path nearest(Path file) {
        Path path = parent(file);
        while (!path.equals(root) && !Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            path = parent(path);
        }
        return path;
    }

    /** A folder that is gone, since a disk was unmounted or someone moved it, must not be taken for an empty store. */
    private void checkThere() throws IOException {
        if (!Files.isDirectory(root.resolve(WRITING), LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(
                    root.toString(), null, "the store's folder is gone, cannot be read, or has lost its " + WRITING);
        }
    }

    private static void giveUpAfter(int attempt, IOException failure) throws IOException {
        if (attempt >= ATTEMPTS) {
            throw failure;
        }
    }
}
