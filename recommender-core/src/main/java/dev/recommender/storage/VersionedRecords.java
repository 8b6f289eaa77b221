package dev.recommender.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Small texts under keys, each with a version, changed by compare-and-set. Shared freely between threads and processes.
 *
 * <p>Keys are checked by {@link #checkKey} before anything else happens; a key that fails is an
 * {@link IllegalArgumentException}. A record's first version is 1; each change, deletion included, adds one. A record
 * that is created again after a deletion goes on counting. Of any number of concurrent changes that expect the same
 * version exactly one happens. Every later call sees what one call has changed.
 *
 * <p>After an {@link IOException} from a change its outcome is unknown. A caller that must know writes something that only it
 * could have written, and reads it.
 */
public interface VersionedRecords extends AutoCloseable {
    /** The longest content in UTF-8 bytes that every store of records takes. */
    int MAX_CONTENT = 512 << 10;

    /** The record's newest version; empty if there is no such record. */
    Optional<VersionedRecord> get(String key) throws IOException;

    /**
     * Writes a record that is not there.
     *
     * @return the version written; empty if there is a record of this key
     * @throws IllegalArgumentException if {@link #checkContent} refuses the content
     */
    Optional<VersionedRecord> create(String key, String content) throws IOException;

    /**
     * Replaces a record's content if its version is still the expected one.
     *
     * @return the version written; empty if the record has another version or is gone
     * @throws IllegalArgumentException if {@link #checkContent} refuses the content
     */
    Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException;

    /**
     * Deletes a record if its version is still the expected one.
     *
     * @return whether this call deleted it
     */
    boolean delete(VersionedRecord expected) throws IOException;

    /**
     * The records whose keys start with a prefix, in their newest versions, ascending by the UTF-16 units of their keys.
     *
     * @param prefix any text, also the empty one and one that ends within a segment
     * @param after only keys greater than this one; empty text for the first page
     * @param limit how many at most; at least 1. Fewer means that there are no more
     */
    List<VersionedRecord> list(String prefix, String after, int limit) throws IOException;

    /** Releases what it holds; the records stay. */
    @Override
    void close() throws IOException;

    /**
     * The key itself, if every store of records takes it. It must be a key of blobs ({@link BlobKeys#check}) of at most
     * 200 characters, with segments of at most 80 and without {@code +}. Any set of such keys can be there together.
     *
     * @throws IllegalArgumentException if it is not such
     */
    static String checkKey(String key) {
        BlobKeys.check(key);
        boolean tooLong =
                key.length() > 200 || Arrays.stream(key.split("/")).anyMatch(segment -> segment.length() > 80);
        if (tooLong || key.indexOf('+') >= 0) {
            throw new IllegalArgumentException("the key \"" + key + "\" of a record has "
                    + (tooLong ? "more than 200 characters, or a segment of more than 80" : "a +"));
        }
        return key;
    }

    /**
     * The content itself, if every store of records takes it: text of at most {@value #MAX_CONTENT} bytes of UTF-8, without
     * unpaired surrogates.
     *
     * @throws IllegalArgumentException if it is not such
     */
    static String checkContent(String content) {
        int bytes = content.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_CONTENT) {
            throw new IllegalArgumentException("a record has at most " + MAX_CONTENT + " bytes, not " + bytes);
        }
        if (content.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new IllegalArgumentException("a record cannot have unpaired surrogates");
        }
        return content;
    }
}
