package dev.recommender.internal.file;

import dev.recommender.TrainedModel;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.DenseRows;
import dev.recommender.internal.rows.RowBlocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** A model file in memory, to be tampered with; the checksums can be made right again afterwards. */
public final class ModelBytes {
    /** Sections by the numbers that docs/model-format.md gives them. */
    public static final int METADATA = 1;

    public static final int HISTORY_DIRECTORY = 5;
    public static final int SIMILARITY_DIRECTORY = 33;
    public static final int SIMILARITY_BLOCKS = 34;
    public static final int PACKED_DIRECTORY = 38;
    public static final int PACKED_BLOCKS = 39;

    /** The sections that tell where rows are; each is followed by the one that tells where their blocks are. */
    private static final List<Integer> DIRECTORIES =
            List.of(HISTORY_DIRECTORY, 8, SIMILARITY_DIRECTORY, 35, PACKED_DIRECTORY);

    /** Those of a model of vectors: of all models, and of dense rows. */
    private static final List<Integer> DIRECTORIES_BESIDE_VECTORS = List.of(HISTORY_DIRECTORY, 8);

    private static final List<Integer> DENSE_DIRECTORIES = List.of(35, 37);
    private static final int OBJECTIVE = 32;

    private final ByteBuffer bytes;

    private ModelBytes(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    public static ModelBytes of(TrainedModel model, Path scratch) throws IOException {
        model.save(scratch);
        return new ModelBytes(Files.readAllBytes(scratch));
    }

    public ModelBytes copy() {
        return new ModelBytes(bytes.array().clone());
    }

    /** A copy with so many more zero bytes. */
    ModelBytes longer(int more) {
        return new ModelBytes(Arrays.copyOf(bytes.array(), size() + more));
    }

    public byte[] array() {
        return bytes.array();
    }

    public ByteBuffer buffer() {
        return bytes;
    }

    public int size() {
        return bytes.capacity();
    }

    /** The numbers of the sections, in their order. */
    public List<Integer> sections() {
        return IntStream.range(0, sectionCount())
                .mapToObj(at -> bytes.getInt(FileLayout.HEADER + FileLayout.TABLE_ENTRY * at))
                .toList();
    }

    /** How long header and section table are. */
    public int headerLength() {
        return FileLayout.headerLength(sectionCount());
    }

    private int sectionCount() {
        int most = (size() - FileLayout.HEADER) / FileLayout.TABLE_ENTRY;
        return Math.max(0, Math.min(bytes.getInt(12), most));
    }

    /** The place of the section's entry in the table; −1 if there is no section of this number. */
    public int entry(int section) {
        int at = sections().indexOf(section);
        return at < 0 ? -1 : FileLayout.HEADER + FileLayout.TABLE_ENTRY * at;
    }

    public int offset(int section) {
        return (int) bytes.getLong(entry(section) + 8);
    }

    public int length(int section) {
        return (int) bytes.getLong(entry(section) + 16);
    }

    /** Replaces a section by other bytes, put at the end of the file. */
    public ModelBytes with(int section, byte[] content) {
        int start = (int) Bytes.aligned(size());
        ModelBytes changed = longer(start - size() + (int) Bytes.aligned(content.length));
        changed.bytes.put(start, content);
        changed.bytes.putLong(entry(section) + 8, start).putLong(entry(section) + 16, content.length);
        changed.bytes.putLong(16, changed.size());
        return changed.seal();
    }

    public byte[] content(int section) {
        byte[] content = new byte[length(section)];
        bytes.get(offset(section), content);
        return content;
    }

    /** Computes all checksums of what lies inside the file anew. */
    public ModelBytes seal() {
        boolean vectors = bytes.getInt(FileLayout.KIND_POSITION) == FileLayout.kindNumber("VECS");
        for (int directory : vectors ? DIRECTORIES_BESIDE_VECTORS : DIRECTORIES) {
            if (has(directory) && has(directory + 1)) {
                sealRows(directory, directory + 1);
            }
        }
        if (vectors && has(OBJECTIVE) && has(4)) {
            int size = bytes.getInt(offset(OBJECTIVE));
            int format = bytes.getInt(offset(OBJECTIVE) + 4) >> 1 & 1;
            int tile = Math.min(256, length(4) / 4 + 7 & ~7);
            for (int directory : DENSE_DIRECTORIES) {
                if (has(directory) && has(directory + 1)) {
                    long numbers = (directory == 35 ? (long) tile : 1L) * size;
                    long factors = directory == 35 ? tile : 1;
                    long steps = 4 * factors + (2 * numbers + 3 & ~3L);
                    sealDense(directory, format == 0 ? 4 * numbers : steps);
                }
            }
        }
        for (int at = 0; at < sectionCount(); at++) {
            int entry = FileLayout.HEADER + FileLayout.TABLE_ENTRY * at;
            seal(entry + 4, bytes.getLong(entry + 8), bytes.getLong(entry + 16));
        }
        bytes.putInt(FileLayout.CHECKSUM_POSITION, 0);
        seal(FileLayout.CHECKSUM_POSITION, 0, headerLength());
        return this;
    }

    private void sealRows(int directory, int table) {
        int start = offset(directory);
        int end = start + length(directory);
        int firstBlock = offset(table);
        int lastBlock = firstBlock + length(table) - FileLayout.BLOCK_ENTRY;
        for (int at = start; at + RowBlocks.DIRECTORY_ENTRY <= end; at += RowBlocks.DIRECTORY_ENTRY) {
            long block = firstBlock + (long) FileLayout.BLOCK_ENTRY * bytes.getInt(at);
            if (block >= firstBlock && block <= lastBlock) {
                long length = bytes.getInt(at + 8);
                long words = directory != PACKED_DIRECTORY ? 2 * length : length == 0 ? 0 : 1 + (3 * length + 3) / 4;
                seal(at + 12, bytes.getLong((int) block) + 4L * bytes.getInt(at + 4), 4 * words);
            }
        }
    }

    private boolean has(int section) {
        int entry = entry(section);
        return entry >= 0 && inside(bytes.getLong(entry + 8), bytes.getLong(entry + 16));
    }

    private void sealDense(int directory, long rowBytes) {
        int start = offset(directory);
        int firstBlock = offset(directory + 1);
        int lastBlock = firstBlock + length(directory + 1) - FileLayout.BLOCK_ENTRY;
        for (int at = start;
                at + DenseRows.DIRECTORY_ENTRY <= start + length(directory);
                at += DenseRows.DIRECTORY_ENTRY) {
            long block = firstBlock + (long) FileLayout.BLOCK_ENTRY * bytes.getInt(at);
            if (block >= firstBlock && block <= lastBlock) {
                seal(at + 8, bytes.getLong((int) block) + rowBytes * bytes.getInt(at + 4), rowBytes);
            }
        }
    }

    private void seal(int position, long offset, long length) {
        if (inside(offset, length)) {
            bytes.putInt(position, Bytes.checksum(bytes.slice((int) offset, (int) length)));
        }
    }

    private boolean inside(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size() - length;
    }
}
