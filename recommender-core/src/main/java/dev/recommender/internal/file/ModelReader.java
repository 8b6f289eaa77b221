package dev.recommender.internal.file;

import dev.recommender.ModelFormatException;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelLayout.Section;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.neighbors.NeighborParts;
import dev.recommender.neighbors.RowBounds;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Opens a model file, which may be anything: nothing is allocated or mapped before the file is seen to be long enough
 * for it, and no content is used before it has been verified, unless that was waived.
 */
public final class ModelReader {
    /** Files up to this size are read, since mapping costs more than it saves. */
    private static final long MAX_READ = 4 << 20;

    /** What is mapped at once, since a process can have only so many mappings. */
    private static final long WINDOW = 1 << 30;

    private final String name;
    private final Verification verification;
    private final FileChannel channel;
    private final long length;
    private final boolean mapped;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;

    private ModelReader(String name, FileChannel channel, Verification verification) throws IOException {
        this.name = name;
        this.verification = verification;
        this.channel = channel;
        this.length = channel.size();
        this.mapped = length > MAX_READ;
    }

    public static NeighborParts read(Path file, Verification verification) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new ModelReader(file.toString(), channel, verification).read();
        }
    }

    private NeighborParts read() throws IOException {
        ByteBuffer header = header();
        Map<Section, ByteBuffer> sections = sections(header);
        try {
            Ids items = Ids.open(section(sections, Section.ITEM_IDS));
            NeighborParts data = new NeighborParts(
                    info(section(sections, Section.METADATA)),
                    items,
                    Ids.open(section(sections, Section.USER_IDS)),
                    section(sections, Section.FREQUENCIES),
                    section(sections, Section.SELF_SIMILARITIES),
                    rows(sections, Section.SIMILARITY_DIRECTORY, Section.SIMILARITY_BLOCKS, items),
                    rows(sections, Section.COLD_DIRECTORY, Section.COLD_BLOCKS, items),
                    RowBounds.open(section(sections, Section.STRETCHES), items.count()),
                    rows(sections, Section.HISTORY_DIRECTORY, Section.HISTORY_BLOCKS, items),
                    section(sections, Section.HISTORY_EXPONENTS),
                    rows(sections, Section.UNITY_DIRECTORY, Section.UNITY_BLOCKS, items),
                    ItemFeatures.open(Ids.open(section(sections, Section.TEXTS)), section(sections, Section.FEATURES)));
            data.verify(verification);
            return data;
        } catch (IllegalArgumentException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    private ByteBuffer header() throws IOException {
        ByteBuffer start = readOnto(0, (int) Math.min(length, ModelLayout.headerLength()));
        for (int at = 0; at < Math.min(8, start.limit()); at++) {
            if (start.get(at) != (byte) (ModelLayout.MAGIC >>> 8 * at)) {
                throw new ModelFormatException.Foreign(name);
            }
        }
        if (length < ModelLayout.HEADER) {
            throw new ModelFormatException.Truncated(name, ModelLayout.headerLength(), length);
        }
        int version = start.getInt(8);
        if (version > ModelLayout.VERSION) {
            throw new ModelFormatException.NewerVersion(name, version, ModelLayout.VERSION);
        }
        if (length < ModelLayout.headerLength()) {
            throw new ModelFormatException.Truncated(name, ModelLayout.headerLength(), length);
        }
        int checksum = start.getInt(ModelLayout.CHECKSUM_POSITION);
        start.putInt(ModelLayout.CHECKSUM_POSITION, 0);
        require(checksum == ModelLayout.checksum(start), "checksum of the header");
        require(version >= 1, "version " + version);
        long declared = start.getLong(16);
        if (length < declared) {
            throw new ModelFormatException.Truncated(name, declared, length);
        }
        require(length == declared, "longer than its header says");
        return start;
    }

    private Map<Section, ByteBuffer> sections(ByteBuffer header) throws IOException {
        require(header.getInt(12) == Section.values().length, "number of sections");
        Map<Section, ByteBuffer> sections = new EnumMap<>(Section.class);
        for (Section section : Section.values()) {
            int entry = ModelLayout.HEADER + ModelLayout.TABLE_ENTRY * section.index();
            require(header.getInt(entry) == section.kind(), "order of sections");
            ByteBuffer bytes = part(header.getLong(entry + 8), header.getLong(entry + 16), section.name());
            require(
                    verification == Verification.NONE || ModelLayout.checksum(bytes) == header.getInt(entry + 4),
                    "checksum of section " + section);
            sections.put(section, bytes);
        }
        return sections;
    }

    private ModelHeader info(ByteBuffer section) {
        byte[] json = new byte[section.limit()];
        section.get(0, json);
        try {
            return ModelHeader.parse(json);
        } catch (IOException e) {
            throw corrupt("metadata");
        }
    }

    private RowBlocks rows(Map<Section, ByteBuffer> sections, Section directory, Section table, Ids items)
            throws IOException {
        ByteBuffer entries = section(sections, table);
        require(entries.limit() % ModelLayout.BLOCK_ENTRY == 0, "length of section " + table);
        require(section(sections, directory).limit() % RowBlocks.DIRECTORY_ENTRY == 0, "length of " + directory);
        ByteBuffer[] blocks = new ByteBuffer[entries.limit() / ModelLayout.BLOCK_ENTRY];
        long free = 0;
        for (int block = 0; block < blocks.length; block++) {
            int entry = ModelLayout.BLOCK_ENTRY * block;
            long offset = entries.getLong(entry);
            long size = entries.getLong(entry + 8);
            String part = "block " + block + " of " + table;
            require(offset >= free, "order of " + part);
            ByteBuffer bytes = part(offset, size, part);
            blocks[block] = bytes;
            free = offset + size;
        }
        return RowBlocks.open(name, section(sections, directory), blocks, items.count(), verification);
    }

    /** The bytes of one part, which must lie inside the file. */
    private ByteBuffer part(long offset, long size, String part) throws IOException {
        boolean inside =
                offset >= ModelLayout.headerLength() && offset % 8 == 0 && size >= 0 && offset <= length - size;
        require(inside && size <= Integer.MAX_VALUE, "place of " + part);
        return mapped ? map(offset, (int) size) : readOnto(offset, (int) size);
    }

    private ByteBuffer map(long offset, int size) throws IOException {
        if (offset < windowStart || offset + size > windowStart + window.limit()) {
            window = channel.map(MapMode.READ_ONLY, offset, Math.min(length - offset, Math.max(size, WINDOW)));
            windowStart = offset;
        }
        return window.slice((int) (offset - windowStart), size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private ByteBuffer readOnto(long offset, int size) throws IOException {
        ByteBuffer bytes = ModelLayout.littleEndian(size);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new ModelFormatException.Truncated(name, offset + size, offset + bytes.position());
            }
        }
        return bytes.flip();
    }

    private static ByteBuffer section(Map<Section, ByteBuffer> sections, Section section) {
        return Objects.requireNonNull(sections.get(section));
    }

    private void require(boolean holds, String part) {
        if (!holds) {
            throw corrupt(part + " is wrong");
        }
    }

    private ModelFormatException corrupt(String problem) {
        return new ModelFormatException.Corrupt(name, problem);
    }
}
