package dev.recommender.storage.fs;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folders of a store, which are made as durable as the blobs in them. A folder that is there may have been made by another
 * process just before, and not be on the disk yet. Shared between threads.
 */
final class DurableFolders {
    private static final int MAX_KNOWN = 10_000;

    /** Longer than the steps of any file system's clock, which may hide a change that comes right after another. */
    private static final Duration STEP = Duration.ofSeconds(3);

    private final Path root;

    /** Folders that were forced to the disk, and when they had last changed then. */
    private final Map<Path, Instant> forced = new ConcurrentHashMap<>();

    private DurableFolders(Path root) {
        this.root = root;
    }

    /** Creates the root, with a folder in it, and forces it and all above it to the disk. */
    static DurableFolders open(Path folder, String inside) throws IOException {
        Files.createDirectories(folder);
        Path root = folder.toRealPath();
        Files.createDirectories(root.resolve(inside));
        force(root);
        for (Path above = root.getParent(); above != null; above = above.getParent()) {
            try {
                force(above);
            } catch (IOException e) {
                // A process that may not read a folder has not made it.
            }
        }
        return new DurableFolders(root);
    }

    Path root() {
        return root;
    }

    /**
     * Creates a folder and those between the root and it, unless they are there, and forces them to the disk. The caller
     * looks for links.
     *
     * @throws FileAlreadyExistsException if something else is in its place, or another process deletes it at once
     */
    void create(Path folder) throws IOException {
        if (folder.equals(root)) {
            return;
        }
        Path parent = parent(folder);
        create(parent);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.createDirectory(folder);
            } catch (FileAlreadyExistsException e) {
                if (!Files.isDirectory(folder)) {
                    throw e;
                }
            }
        }
        forceIfChanged(parent);
    }

    /** What was in the folder when it was forced is on the disk; if it has not changed since, that is all of it. */
    private void forceIfChanged(Path folder) throws IOException {
        Instant changed = Files.getLastModifiedTime(folder).toInstant();
        if (changed.equals(forced.get(folder))) {
            return;
        }
        Instant now = Instant.now();
        force(folder);
        if (changed.isBefore(now.minus(STEP))) {
            if (forced.size() >= MAX_KNOWN) {
                forced.clear();
            }
            forced.put(folder, changed);
        }
    }

    /** Forces the entries of a folder to the disk, unless it has been deleted. */
    static void force(Path folder) throws IOException {
        if (File.separatorChar == '\\') {
            // Windows opens no folders; there the rename is as durable as it gets.
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (NoSuchFileException e) {
            // Another process has deleted the blob and its folder since.
        }
    }

    static Path parent(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalStateException(file + " has no parent");
        }
        return parent;
    }
}
