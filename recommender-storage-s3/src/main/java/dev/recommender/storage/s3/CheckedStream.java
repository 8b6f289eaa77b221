package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.zip.CRC32C;

/** A whole object's bytes, whose checksum is compared when the last one has been read. Used by one thread. */
final class CheckedStream extends FilterInputStream {
    private final CRC32C crc = new CRC32C();
    private final String blob;
    private final String expected;

    /**
     * Begins to read.
     *
     * @param blob what the object is called in messages
     * @param expected its checksum by its metadata
     */
    CheckedStream(ObjectStream stream, String blob, String expected) {
        super(stream);
        this.blob = blob;
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        if (count >= 0) {
            crc.update(target, offset, count);
        } else if (!Checksums.hex(crc).equals(expected)) {
            throw damaged(blob, expected, Checksums.hex(crc));
        }
        return count;
    }

    /** Reads and drops, so that skipped bytes count, too. */
    @Override
    public long skip(long count) throws IOException {
        return count <= 0 ? 0 : readNBytes((int) Math.min(count, 1 << 16)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    static StorageException damaged(String blob, String expected, String found) {
        return new StorageException(
                Kind.REJECTED,
                blob + " is damaged, in the store or on the way: its CRC-32C is " + found + ", not " + expected);
    }
}
