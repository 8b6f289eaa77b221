package dev.recommender.neighbors;

import dev.recommender.internal.file.ModelLayout;
import dev.recommender.internal.file.ModelLayout.Section;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A model file in memory, to be tampered with; the checksums can be made right again afterwards. */
final class ModelBytes {
    /** The sections that tell where blocks of rows are. */
    private static final List<Section> BLOCK_TABLES =
            List.of(Section.SIMILARITY_BLOCKS, Section.COLD_BLOCKS, Section.HISTORY_BLOCKS, Section.UNITY_BLOCKS);

    private final ByteBuffer bytes;

    private ModelBytes(byte[] bytes) {
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    static ModelBytes of(NeighborModel model, Path scratch) throws IOException {
        model.save(scratch);
        return new ModelBytes(Files.readAllBytes(scratch));
    }

    ModelBytes copy() {
        return new ModelBytes(bytes.array().clone());
    }

    /** A copy with so many more zero bytes. */
    ModelBytes longer(int more) {
        return new ModelBytes(Arrays.copyOf(bytes.array(), size() + more));
    }

    byte[] array() {
        return bytes.array();
    }

    ByteBuffer buffer() {
        return bytes;
    }

    int size() {
        return bytes.capacity();
    }

    /** Where the section's entry in the table is. */
    int entry(Section section) {
        return ModelLayout.HEADER + ModelLayout.TABLE_ENTRY * section.index();
    }

    int offset(Section section) {
        return (int) bytes.getLong(entry(section) + 8);
    }

    int length(Section section) {
        return (int) bytes.getLong(entry(section) + 16);
    }

    /** Replaces a section by other bytes, put at the end of the file. */
    ModelBytes with(Section section, byte[] content) {
        int start = (int) Bytes.aligned(size());
        ModelBytes changed = longer(start - size() + (int) Bytes.aligned(content.length));
        changed.bytes.put(start, content);
        changed.bytes.putLong(entry(section) + 8, start).putLong(entry(section) + 16, content.length);
        changed.bytes.putLong(16, changed.size());
        return changed.seal();
    }

    byte[] content(Section section) {
        byte[] content = new byte[length(section)];
        bytes.get(offset(section), content);
        return content;
    }

    /** Computes all checksums of what lies inside the file anew. */
    ModelBytes seal() {
        for (Section table : BLOCK_TABLES) {
            if (inside(bytes.getLong(entry(table) + 8), bytes.getLong(entry(table) + 16))) {
                sealRows(table, Section.values()[table.index() - 1]);
            }
        }
        for (Section section : Section.values()) {
            int entry = entry(section);
            seal(entry + 4, bytes.getLong(entry + 8), bytes.getLong(entry + 16));
        }
        bytes.putInt(ModelLayout.CHECKSUM_POSITION, 0);
        seal(ModelLayout.CHECKSUM_POSITION, 0, ModelLayout.headerLength());
        return this;
    }

    private void sealRows(Section table, Section directory) {
        int start = offset(directory);
        boolean whole = inside(bytes.getLong(entry(directory) + 8), bytes.getLong(entry(directory) + 16));
        for (int at = start; whole && at + RowBlocks.DIRECTORY_ENTRY <= start + length(directory); at += 16) {
            long block = offset(table) + (long) ModelLayout.BLOCK_ENTRY * bytes.getInt(at);
            if (block >= offset(table) && block <= offset(table) + length(table) - ModelLayout.BLOCK_ENTRY) {
                seal(at + 12, bytes.getLong((int) block) + 4L * bytes.getInt(at + 4), 8L * bytes.getInt(at + 8));
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
