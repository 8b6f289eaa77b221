package dev.recommender.internal.serving;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Locks of a folder's entries among processes: a byte of one lock file for each entry's name. A process that writes or
 * deletes an entry holds its lock. The operating system releases the locks of a killed process. Shared between threads.
 */
final class FolderLocks implements AutoCloseable {
    private static final long POLL_MILLIS = 20;

    private final FileChannel channel;

    FolderLocks(Path file) throws IOException {
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Locks an entry, unless it is locked, by this process or another. */
    Optional<FileLock> tryLock(String name) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock(position(name), 1, false));
        } catch (OverlappingFileLockException e) {
            return Optional.empty();
        }
    }

    /**
     * Locks an entry as soon as nobody else does.
     *
     * @throws IOException if that takes too long
     */
    FileLock lock(String name, Duration timeout) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < timeout.toNanos()) {
            Optional<FileLock> lock = tryLock(name);
            if (lock.isPresent()) {
                return lock.get();
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while another process fetches " + name);
            }
        }
        throw new IOException("another process has been fetching " + name + " for " + timeout);
    }

    /** Names whose positions are the same only wait for each other. */
    private static long position(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int at = 0; at < name.length(); at++) {
            hash = (hash ^ name.charAt(at)) * 0x100000001b3L;
        }
        return hash >>> 2;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
