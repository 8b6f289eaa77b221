package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.zip.CRC32C;

/** A whole object's bytes, whose checksum is compared when the last one has been read. Used by one thread. */
final class CheckedStream extends FilterInputStream {
    private final CRC32C crc = new CRC32C();
    private final String key;
    private final Bucket bucket;
    private final String expected;

    CheckedStream(ObjectStream stream, String key, Bucket bucket, String expected) {
        super(stream);
        this.key = key;
        this.bucket = bucket;
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
            throw damaged(key, bucket, expected, Checksums.hex(crc));
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

    static StorageException damaged(String key, Bucket bucket, String expected, String found) {
        return new StorageException(
                Kind.REJECTED,
                "blob \"" + key + "\" in " + bucket + " is damaged, in the store or on the way: its CRC-32C is " + found
                        + ", not " + expected);
    }
}
