package dev.recommender.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/** What adapters of stores share: the probe of a store, and checks of arguments and contents. */
public final class BlobStores {
    private static final int BUFFER = 1 << 16;

    private BlobStores() {}

    /**
     * Finds out whether a store keeps the promise that all else is built on: {@link BlobStore#create} does not touch a blob
     * that is there. Some services ignore that condition and replace the blob. An adapter calls this when it is opened. It
     * writes, reads and deletes one small blob {@code _probe/…}.
     *
     * @throws UnsuitableStoreException if the store replaced the blob, or returned true twice
     * @throws IOException if the store cannot be used at all
     */
    public static void probe(BlobStore store) throws IOException {
        String key = "_probe/" + UUID.randomUUID();
        String first = "the first of two";
        try {
            boolean created = store.create(key, BlobContent.of(first));
            boolean createdAgain = store.create(key, BlobContent.of("the second of two, which must not be seen"));
            String seen;
            try (InputStream stream = store.get(key)) {
                seen = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!created || createdAgain || !seen.equals(first)) {
                throw UnsuitableStoreException.ignoring(
                        store.toString(),
                        "If-None-Match",
                        "of two creations of \"" + key + "\" the first returned " + created + ", the second "
                                + createdAgain + ", and it reads \"" + seen + "\"");
            }
        } finally {
            store.delete(key);
        }
    }

    /** Copies a blob's stream to a file, which is created or replaced, until the thread is interrupted. */
    static void copy(InputStream stream, Path file, String key) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] buffer = new byte[BUFFER];
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                // Streams of files and of the heap do not notice it themselves.
                if (Thread.currentThread().isInterrupted()) {
                    throw new InterruptedIOException("interrupted while \"" + key + "\" is copied");
                }
                out.write(buffer, 0, count);
            }
        }
    }

    /** What a blob is called in messages: its key, and the store without credentials. */
    public static String name(String key, Object store) {
        return "blob \"" + key + "\" in " + store;
    }

    /**
     * The limit of a listing itself, if it is at least 1.
     *
     * @throws IllegalArgumentException if it is less
     */
    public static int checkLimit(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        return limit;
    }

    /**
     * The offset itself, if it is within a blob or at its end.
     *
     * @param size the blob's size in bytes
     * @throws IllegalArgumentException if it is negative or beyond the size
     */
    public static long checkOffset(long offset, long size) {
        if (offset < 0 || offset > size) {
            throw new IllegalArgumentException("offset is not from 0 to " + size + ": " + offset);
        }
        return offset;
    }

    /**
     * Requires that the number of bytes read of a content is the one that it declares.
     *
     * @throws IOException if there were more or fewer
     */
    public static void requireSize(long expected, long found) throws IOException {
        if (found != expected) {
            throw new IOException("the content has " + (found > expected ? "more than " : "only ")
                    + Math.min(found, expected) + " bytes, but its size is given as " + expected);
        }
    }

    /**
     * Requires that a content ends where it should.
     *
     * @param size the content's size in bytes; all of them were read
     * @throws IOException if there are more bytes
     */
    public static void requireEnd(long size, InputStream content) throws IOException {
        if (content.read() >= 0) {
            requireSize(size, size + 1);
        }
    }
}
