package dev.recommender.internal.serving;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Locks of a folder's entries among processes: bytes of one lock file, two for each entry's name. The operating system
 * gives back what a killed process held. Shared between threads.
 *
 * <p>Whoever writes or deletes an entry holds its first byte alone; whoever uses it holds the second one with others, or
 * tries to: a second holder in the same Java process gets none, so that a use without a lock is possible. It loses its
 * file's name at worst, never the file that it has open.
 */
final class FolderLocks implements AutoCloseable {
    private static final long POLL_MILLIS = 20;

    private final FileChannel channel;
    private final Map<String, Use> uses = new HashMap<>();

    FolderLocks(Path file) throws IOException {
        this.channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static final class Use {
        private final @Nullable FileLock lock;
        private int count;

        Use(@Nullable FileLock lock) {
            this.lock = lock;
        }
    }

    /** Makes an entry this process's to write or delete, if no other writes it. */
    Optional<FileLock> tryWrite(String name) throws IOException {
        return Optional.ofNullable(tryLock(position(name), false));
    }

    /**
     * Waits until an entry is this process's to write.
     *
     * @throws IOException if that takes too long
     */
    FileLock write(String name, Duration patience) throws IOException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < patience.toNanos()) {
            FileLock lock = tryLock(position(name), false);
            if (lock != null) {
                return lock;
            }
            try {
                Thread.sleep(POLL_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while another process fetches " + name, e);
            }
        }
        throw new IOException("another process has been fetching " + name + " for " + patience);
    }

    /** Says that an entry is in use by this process, until as many calls of {@link #release}. */
    synchronized void use(String name) throws IOException {
        Use use = uses.get(name);
        if (use == null) {
            use = new Use(tryLock(position(name) + 1, true));
            uses.put(name, use);
        }
        use.count++;
    }

    synchronized void release(String name) throws IOException {
        Use use = uses.get(name);
        if (use != null && --use.count == 0) {
            uses.remove(name);
            if (use.lock != null && isOpen()) {
                use.lock.release();
            }
        }
    }

    /** Whether this process or another uses an entry that is this process's to write. */
    synchronized boolean used(String name) throws IOException {
        if (uses.containsKey(name)) {
            return true;
        }
        FileLock lock = tryLock(position(name) + 1, false);
        if (lock == null) {
            return true;
        }
        lock.release();
        return false;
    }

    private @Nullable FileLock tryLock(long position, boolean shared) throws IOException {
        try {
            return channel.tryLock(position, 1, shared);
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** The first of a name's two bytes; names whose bytes are the same only wait for each other. */
    private static long position(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int at = 0; at < name.length(); at++) {
            hash = (hash ^ name.charAt(at)) * 0x100000001b3L;
        }
        return (hash >>> 2) & ~1L;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
