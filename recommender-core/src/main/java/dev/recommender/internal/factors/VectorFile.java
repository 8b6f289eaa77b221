package dev.recommender.internal.factors;

import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.Ids;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Writes vectors for others to read. */
public final class VectorFile {
    private static final byte[] MAGIC = "RECVECT\0".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER = 32;

    private VectorFile() {}

    /**
     * Writes the vectors that are not zero to a temporary file next to the target, then renames it.
     *
     * @param vectors by index
     * @param text whether as CSV
     * @return how many vectors were written
     */
    public static int write(Path file, Ids ids, int size, IntFunction<float[]> vectors, boolean text)
            throws IOException {
        int[] indexes = IntStream.range(0, ids.count())
                .filter(index -> Vectors.norm(vectors.apply(index), 0) > 0)
                .toArray();
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), 1 << 16)) {
                if (text) {
                    writeText(out, ids, indexes, vectors);
                } else {
                    writeBinary(out, ids, indexes, size, vectors);
                }
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return indexes.length;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void writeText(OutputStream out, Ids ids, int[] indexes, IntFunction<float[]> vectors)
            throws IOException {
        StringBuilder line = new StringBuilder();
        for (int index : indexes) {
            line.setLength(0);
            line.append(quoted(ids.text(index)));
            for (float number : vectors.apply(index)) {
                line.append(',').append(number);
            }
            out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String quoted(String id) {
        boolean plain = id.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? id : '"' + id.replace("\"", "\"\"") + '"';
    }

    private static void writeBinary(OutputStream out, Ids ids, int[] indexes, int size, IntFunction<float[]> vectors)
            throws IOException {
        out.write(Bytes.littleEndian(HEADER)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(size)
                .putLong(indexes.length)
                .array());
        byte[] row = new byte[Float.BYTES * size];
        FloatBuffer numbers =
                ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int index : indexes) {
            numbers.put(0, vectors.apply(index));
            out.write(row);
        }
        for (int index : indexes) {
            byte[] id = ids.text(index).getBytes(StandardCharsets.UTF_8);
            out.write(Bytes.littleEndian(4).putInt(id.length).array());
            out.write(id);
        }
    }
}
