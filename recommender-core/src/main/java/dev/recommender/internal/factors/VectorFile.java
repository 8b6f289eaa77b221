package dev.recommender.internal.factors;

import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.Ids;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;
import java.util.UUID;
import java.util.function.IntFunction;

/** Writes vectors for others to read. */
public final class VectorFile {
    private static final byte[] MAGIC = "RECVECT\0".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int HEADER = 32;

    /** Where the header says how many vectors there are. */
    private static final int COUNT = 16;

    private final Ids ids;
    private final IntFunction<float[]> vectors;
    private final OutputStream out;

    private VectorFile(Ids ids, IntFunction<float[]> vectors, OutputStream out) {
        this.ids = ids;
        this.vectors = vectors;
        this.out = out;
    }

    /**
     * Writes the vectors that are not zero to a temporary file next to the target, then renames it.
     *
     * @param vectors by index; each is asked for once
     * @param text whether as CSV
     * @return how many vectors were written
     */
    public static int write(Path file, Ids ids, int size, IntFunction<float[]> vectors, boolean text)
            throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            int written;
            try (FileChannel channel =
                            FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                    OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
                VectorFile writer = new VectorFile(ids, vectors, out);
                written = text ? writer.writeText() : writer.writeBinary(size, channel);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private int writeText() throws IOException {
        StringBuilder line = new StringBuilder();
        int written = 0;
        for (int index = 0; index < ids.count(); index++) {
            float[] vector = vectors.apply(index);
            if (Vectors.norm(vector, 0) > 0) {
                line.setLength(0);
                line.append(quoted(ids.text(index)));
                for (float number : vector) {
                    line.append(',').append(number);
                }
                out.write(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
                written++;
            }
        }
        return written;
    }

    private static String quoted(String id) {
        boolean plain = id.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? id : '"' + id.replace("\"", "\"\"") + '"';
    }

    /** How many vectors there are is known at last, and is written into the header then. */
    private int writeBinary(int size, FileChannel channel) throws IOException {
        out.write(Bytes.littleEndian(HEADER)
                .put(MAGIC)
                .putInt(VERSION)
                .putInt(size)
                .array());
        byte[] row = new byte[Float.BYTES * size];
        FloatBuffer numbers =
                ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        BitSet written = new BitSet();
        for (int index = 0; index < ids.count(); index++) {
            float[] vector = vectors.apply(index);
            if (Vectors.norm(vector, 0) > 0) {
                numbers.put(0, vector);
                out.write(row);
                written.set(index);
            }
        }
        for (int index = written.nextSetBit(0); index >= 0; index = written.nextSetBit(index + 1)) {
            byte[] id = ids.text(index).getBytes(StandardCharsets.UTF_8);
            out.write(Bytes.littleEndian(4).putInt(id.length).array());
            out.write(id);
        }
        out.flush();
        ByteBuffer count = Bytes.littleEndian(Long.BYTES).putLong(0, written.cardinality());
        for (int at = 0; count.hasRemaining(); ) {
            at += channel.write(count, COUNT + at);
        }
        return written.cardinality();
    }
}
