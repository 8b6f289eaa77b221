package dev.recommender.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * What one blob of a {@link VersionChain} holds: a line of facts, then the content.
 *
 * <pre>
 * written 2026-05-01T12:00:00.123Z 4f0cBq3_x-a1 17e9Zr8-Kd02 26 9ae0b1c4
 * {"status":"InProgress", …}
 * </pre>
 *
 * <p>The facts are the kind, the writer's time, the nonce, and the nonce of the version before. The content's length in bytes
 * and its CRC-32C follow, by which an answer that was cut short is recognised.
 *
 * @param kind one word for what this version means to the user of the chain
 * @param written when, by the writer's clock
 * @param nonce random text that no other entry has
 * @param previous the nonce of the entry that this one follows; {@link #NONE} for the first
 * @param content any text
 */
record ChainEntry(String kind, Instant written, String nonce, String previous, String content) {
    static final String NONE = "-";

    BlobContent encode() {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        String facts = String.join(
                " ", kind, written.toString(), nonce, previous, Integer.toString(bytes.length), checksum(bytes, 0));
        return BlobContent.of(facts + "\n" + content);
    }

    /**
     * The entry that a blob holds.
     *
     * @throws BlobNotFoundException if there is no such blob
     * @throws IOException if the blob was not read to its end, or is no entry
     */
    static ChainEntry read(BlobStore store, String key) throws IOException {
        byte[] bytes;
        try (InputStream stream = store.get(key)) {
            bytes = stream.readNBytes(VersionedRecords.MAX_CONTENT + 1_000);
        }
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        String[] facts = new String(bytes, 0, end, StandardCharsets.UTF_8).split(" ", -1);
        int start = Math.min(end + 1, bytes.length);
        if (facts.length != 6
                || !facts[4].equals(Integer.toString(bytes.length - start))
                || !facts[5].equals(checksum(bytes, start))) {
            throw new IOException("the blob \"" + key + "\" is cut short or damaged: it has " + bytes.length
                    + " bytes, which do not agree with its first line");
        }
        try {
            String content = new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
            return new ChainEntry(facts[0], Instant.parse(facts[1]), facts[2], facts[3], content);
        } catch (DateTimeException e) {
            throw new IOException("the blob \"" + key + "\" has no time in its first line", e);
        }
    }

    private static String checksum(byte[] bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, start, bytes.length - start);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }
}
