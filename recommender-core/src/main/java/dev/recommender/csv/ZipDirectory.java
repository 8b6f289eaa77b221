package dev.recommender.csv;

import dev.recommender.RefusedFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;

/**
 * The directory at the end of a zip file, as far as it says that the JDK cannot unpack an entry: PKWARE's
 * <cite>.ZIP File Format Specification</cite>, 4.3.12 and 4.3.16.
 */
final class ZipDirectory {
    private static final int END_SIGNATURE = 0x06054B50;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xFFFF;
    private static final int ENTRY_SIGNATURE = 0x02014B50;
    private static final int ENTRY_LENGTH = 46;
    private static final int MAX_LENGTH = 1 << 24;

    private ZipDirectory() {}

    /**
     * Refuses a file with an entry that is encrypted, or compressed by a method other than deflate.
     *
     * @throws RefusedFileException if there is one; not if the directory is damaged
     */
    static void refuseUnreadable(Path file) throws IOException {
        ByteBuffer entries = entries(file);
        while (entries.remaining() >= ENTRY_LENGTH && entries.getInt(entries.position()) == ENTRY_SIGNATURE) {
            int at = entries.position();
            boolean encrypted = (entries.getShort(at + 8) & 1) != 0;
            int method = unsigned(entries, at + 10);
            if (encrypted) {
                throw new RefusedFileException(
                        file.toString(), "is an encrypted zip file", "unzip it, and name the file in it");
            }
            if (method != ZipEntry.STORED && method != ZipEntry.DEFLATED) {
                throw new RefusedFileException(
                        file.toString(),
                        "is a zip file compressed by " + name(method) + ", which cannot be unpacked",
                        "unzip it, and name the file in it, or compress it by deflate");
            }
            int length =
                    ENTRY_LENGTH + unsigned(entries, at + 28) + unsigned(entries, at + 30) + unsigned(entries, at + 32);
            entries.position(Math.min(entries.limit(), at + length));
        }
    }

    /** The directory's entries; empty if it cannot be found. */
    private static ByteBuffer entries(Path file) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            ByteBuffer tail = read(channel, Math.max(0, size - END_LENGTH - MAX_COMMENT), size);
            for (int at = tail.limit() - END_LENGTH; at >= 0; at--) {
                if (tail.getInt(at) == END_SIGNATURE) {
                    long length = Integer.toUnsignedLong(tail.getInt(at + 12));
                    long start = Integer.toUnsignedLong(tail.getInt(at + 16));
                    return start + length <= size && length <= MAX_LENGTH
                            ? read(channel, start, start + length)
                            : ByteBuffer.allocate(0);
                }
            }
            return ByteBuffer.allocate(0);
        }
    }

    private static ByteBuffer read(SeekableByteChannel channel, long from, long to) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(from);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Reads on until all is there.
        }
        return bytes.flip();
    }

    private static int unsigned(ByteBuffer bytes, int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    /** Of 4.4.5 of the specification. */
    private static String name(int method) {
        return switch (method) {
            case 1 -> "shrink";
            case 6 -> "implode";
            case 9 -> "deflate64";
            case 12 -> "bzip2";
            case 14 -> "LZMA";
            case 93 -> "zstd";
            case 95 -> "xz";
            case 98 -> "PPMd";
            default -> "method " + method;
        };
    }
}
