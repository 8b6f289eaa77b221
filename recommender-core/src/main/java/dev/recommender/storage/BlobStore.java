package dev.recommender.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Named sequences of bytes, in a folder, a bucket or a container. Shared freely between threads and processes.
 *
 * <p>Keys are checked by {@link BlobKeys#check} before anything else happens; a key that fails is an
 * {@link IllegalArgumentException}. Calls that only read a blob also take what others put there, under any name that {@link
 * BlobNames#check} takes. A blob is immutable once written: it is replaced as a whole or deleted, never changed.
 * What one call has written or deleted every later call sees, of any process, in reads and in listings.
 *
 * <p>Failures are {@link IOException}s: a {@link BlobNotFoundException} where a blob is missing, a {@link StorageException}
 * where the store is a service. After any other failure of {@link #create}, {@link #put} or {@link #delete} the outcome is
 * unknown: it may or may not have happened, but never in part. A caller that must know writes something that only it could
 * have written, such as a {@link WriteNonce}, and reads it.
 */
public interface BlobStore extends AutoCloseable {
    /**
     * Writes a blob only if there is no blob of this key. Of any number of concurrent calls for one key exactly one
     * returns true, and only its content is ever seen.
     *
     * @return whether this call created the blob
     */
    boolean create(String key, BlobContent content) throws IOException;

    /**
     * Writes a blob, replacing what is there. Readers see the old content or the new, never a mixture. A reader that has
     * begun goes on with what it began or, where a store fetches a stream piece by piece, fails with a
     * {@link StorageException} of kind {@link StorageException.Kind#CONFLICT}.
     */
    void put(String key, BlobContent content) throws IOException;

    /**
     * A blob's content from its start. The caller closes the stream.
     *
     * @throws BlobNotFoundException if there is no such blob
     */
    default InputStream get(String key) throws IOException {
        return get(key, 0);
    }

    /**
     * A blob's content from an offset on. The caller closes the stream, read to its end or not.
     *
     * @param offset from 0 to the blob's size, where the stream is empty
     * @throws BlobNotFoundException if there is no such blob
     * @throws IllegalArgumentException if the offset is negative or beyond the size
     */
    InputStream get(String key, long offset) throws IOException;

    /**
     * Copies a blob to a file, which is created or replaced. A store that can, transfers several ranges at a time. A thread
     * that is interrupted leaves the call soon, with an {@link IOException} and still interrupted. After a failure the file
     * may hold anything.
     *
     * @param file a file whose folder exists
     * @throws BlobNotFoundException if there is no such blob; the file is then as it was
     */
    default void download(String key, Path file) throws IOException {
        try (InputStream stream = get(key)) {
            BlobStores.copy(stream, file, key);
        }
    }

    /** What is known of a blob, or of a file that others put there; empty if there is neither. */
    Optional<BlobInfo> info(String key) throws IOException;

    /**
     * The blobs whose keys start with a prefix, ascending by the UTF-16 units of their keys. Blobs that are there
     * throughout the call are listed. Blobs that come or go during the call may or may not be listed. What others put into
     * the same place under names that are {@linkplain BlobKeys no keys} is not listed; see {@link #files}.
     *
     * @param prefix any text, also the empty one and one that ends within a segment
     * @param after only keys greater than this one; empty text for the first page
     * @param limit how many at most; at least 1. Fewer means that there are no more
     */
    List<BlobInfo> list(String prefix, String after, int limit) throws IOException;

    /**
     * The input files directly in a folder, in any order: blobs, and what others put there under any name. Names that start
     * with {@code .} or {@code _} are {@linkplain BlobNames#isInput no input}, and what is in folders below is not listed.
     *
     * @param folder a name without a slash at its end
     * @return empty if there is no such folder, or nothing in it
     * @throws UnreadableFileException naming an input file that is there and cannot be read
     */
    List<BlobInfo> files(String folder) throws IOException;

    /**
     * Deletes a blob. Deleting one that is not there is no error.
     *
     * @return whether there was one
     */
    boolean delete(String key) throws IOException;

    /** Releases what the store holds; the blobs stay. */
    @Override
    void close() throws IOException;
}
