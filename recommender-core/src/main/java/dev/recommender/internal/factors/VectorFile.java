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

/** Writes vectors for others to read. */
public final class VectorFile {
    private static final byte[] MAGIC = "RECVECT\0".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER = 32;

    private VectorFile() {}

    /**
     * Writes all vectors to a temporary file next to the target, then renames it.
     *
     * @param vectors by index
     * @param text whether as CSV
     */
    public static void write(Path file, Ids ids, int size, IntFunction<float[]> vectors, boolean text)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), 1 << 16)) {
                if (text) {
                    writeText(out, ids, vectors);
                } else {
                    writeBinary(out, ids, size, vectors);
                }
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void writeText(OutputStream out, Ids ids, IntFunction<float[]> vectors) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int index = 0; index < ids.count(); index++) {
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

    private static void writeBinary(OutputStream out, Ids ids, int size, IntFunction<float[]> vectors)
            throws IOException {
        out.write(Bytes.littleEndian(HEADER)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(size)
                .putLong(ids.count())
                .array());
        byte[] row = new byte[Float.BYTES * size];
        FloatBuffer numbers =
                ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        for (int index = 0; index < ids.count(); index++) {
            numbers.put(0, vectors.apply(index));
            out.write(row);
        }
        for (int index = 0; index < ids.count(); index++) {
            byte[] id = ids.text(index).getBytes(StandardCharsets.UTF_8);
            out.write(Bytes.littleEndian(4).putInt(id.length).array());
            out.write(id);
        }
    }
}
