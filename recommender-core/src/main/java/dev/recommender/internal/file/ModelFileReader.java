package dev.recommender.internal.file;

import dev.recommender.ModelFormatException;
import dev.recommender.Verification;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.DenseRows;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads a model file, which may hold anything. Nothing is allocated or mapped before the file is seen to be long enough
 * for it. No content is used before it has been verified, unless verification was waived. Each section is taken once. A
 * kind that has taken all of its own sections {@linkplain #requireNoMore requires} that there are no others. Used by
 * one thread.
 */
public final class ModelFileReader implements AutoCloseable {
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
    private int headerLength;
    private String kind = "";
    private final Map<Integer, ByteBuffer> sections = new TreeMap<>();

    private ModelFileReader(String name, FileChannel channel, Verification verification) throws IOException {
        this.name = name;
        this.verification = verification;
        this.channel = channel;
        this.length = channel.size();
        this.mapped = length > MAX_READ;
    }

    /**
     * Opens a file, and reads its header and sections.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
     * @throws ModelFormatException if the file is not a model, damaged, or of a newer format
     */
    public static ModelFileReader open(Path file, Verification verification) throws IOException {
        ModelFileReader reader = header(file, verification);
        try {
            reader.readSections();
            return reader;
        } catch (IOException | RuntimeException | Error e) {
            reader.close();
            throw e;
        }
    }

    /**
     * The kind of a model file. Reads nothing but the header.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
     * @throws ModelFormatException if the header is not that of a model, damaged, or of a newer format
     */
    public static String kindOf(Path file) throws IOException {
        try (ModelFileReader reader = header(file, Verification.NONE)) {
            return reader.kind;
        }
    }

    private static ModelFileReader header(Path file, Verification verification) throws IOException {
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(file.toString(), null, "this is a folder; name a file in it");
        }
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            ModelFileReader reader = new ModelFileReader(file.toString(), channel, verification);
            reader.readHeader();
            return reader;
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** The file as messages name it. */
    public String name() {
        return name;
    }

    /** How the content is to be verified. */
    public Verification verification() {
        return verification;
    }

    /**
     * Checks the kind.
     *
     * @throws ModelFormatException.OtherKind if it is another
     */
    public void requireKind(String expected) {
        if (!kind.equals(expected)) {
            throw new ModelFormatException.OtherKind(name, kind, expected);
        }
    }

    /**
     * Takes a section.
     *
     * @throws ModelFormatException.Corrupt if there is no section of this number, or it was taken already
     */
    public ByteBuffer section(int number) {
        ByteBuffer section = sections.remove(number);
        if (section == null) {
            throw corrupt("section " + number + " is missing");
        }
        return section;
    }

    /** Whether there is a section that was not taken yet. */
    public boolean has(int number) {
        return sections.containsKey(number);
    }

    /** Takes a section that not every file has. */
    public Optional<ByteBuffer> optionalSection(int number) {
        return Optional.ofNullable(sections.remove(number));
    }

    /** Takes the sections of rows in the widest layout; see {@link #rows(int, int, RowLayout, int)}. */
    public RowBlocks rows(int directory, int table, int columnLimit) throws IOException {
        return rows(directory, table, RowLayout.WIDE, columnLimit);
    }

    /**
     * Takes the sections of rows, whose blocks lie behind all sections.
     *
     * @param directory the number of the section that says where each row is
     * @param table the number of the section that says where each block is
     * @param layout how the cells of a row lie in its block
     * @param columnLimit no column may reach it
     */
    public RowBlocks rows(int directory, int table, RowLayout layout, int columnLimit) throws IOException {
        ByteBuffer rows = section(directory);
        require(rows.limit() % RowBlocks.DIRECTORY_ENTRY == 0, "length of section " + directory);
        ByteBuffer[] blocks = blocks(table);
        return RowBlocks.open(name, rows, blocks, layout, columnLimit, verification);
    }

    /**
     * Takes the sections of dense rows, whose blocks lie behind all sections.
     *
     * @param directory the number of the section that says where each row is
     * @param table the number of the section that says where each block is
     * @param shape how rows are laid out
     */
    public DenseRows denseRows(int directory, int table, DenseRows.Shape shape) throws IOException {
        ByteBuffer rows = section(directory);
        require(rows.limit() % DenseRows.DIRECTORY_ENTRY == 0, "length of section " + directory);
        return DenseRows.open(name, rows, blocks(table), shape, verification);
    }

    private ByteBuffer[] blocks(int table) throws IOException {
        ByteBuffer entries = section(table);
        require(entries.limit() % FileLayout.BLOCK_ENTRY == 0, "length of section " + table);
        ByteBuffer[] blocks = new ByteBuffer[entries.limit() / FileLayout.BLOCK_ENTRY];
        long free = 0;
        for (int block = 0; block < blocks.length; block++) {
            int entry = FileLayout.BLOCK_ENTRY * block;
            long offset = entries.getLong(entry);
            long size = entries.getLong(entry + 8);
            String part = "block " + block + " of section " + table;
            require(offset >= free, "order of " + part);
            blocks[block] = part(offset, size, part);
            free = offset + size;
        }
        return blocks;
    }

    /**
     * Checks that every section was taken.
     *
     * @throws ModelFormatException.Corrupt if there are others, which this library does not know
     */
    public void requireNoMore() {
        if (!sections.isEmpty()) {
            throw corrupt("unknown sections " + sections.keySet());
        }
    }

    /** What to throw when the content contradicts itself. */
    public ModelFormatException corrupt(String problem) {
        return new ModelFormatException.Corrupt(name, problem);
    }

    /** Closes the file; what is mapped stays readable. */
    @Override
    public void close() throws IOException {
        channel.close();
    }

    private void readHeader() throws IOException {
        ByteBuffer start = readOnto(0, (int) Math.min(length, FileLayout.HEADER));
        for (int at = 0; at < Math.min(8, start.limit()); at++) {
            if (start.get(at) != (byte) (FileLayout.MAGIC >>> 8 * at)) {
                throw new ModelFormatException.NotAModel(name);
            }
        }
        if (length < FileLayout.HEADER) {
            throw new ModelFormatException.Truncated(name, FileLayout.HEADER, length);
        }
        int version = start.getInt(8);
        if (version > FileLayout.VERSION) {
            throw new ModelFormatException.NewerVersion(name, version, FileLayout.VERSION);
        }
        int count = start.getInt(12);
        require(count >= 0 && count <= FileLayout.MAX_SECTIONS, "number of sections");
        headerLength = FileLayout.headerLength(count);
        if (length < headerLength) {
            throw new ModelFormatException.Truncated(name, headerLength, length);
        }
        ByteBuffer header = readOnto(0, headerLength);
        int checksum = header.getInt(FileLayout.CHECKSUM_POSITION);
        header.putInt(FileLayout.CHECKSUM_POSITION, 0);
        require(checksum == Bytes.checksum(header), "checksum of the header");
        require(version >= 1, "version " + version);
        long declared = start.getLong(16);
        if (length < declared) {
            throw new ModelFormatException.Truncated(name, declared, length);
        }
        require(length == declared, "longer than its header says");
        kind = FileLayout.kind(start.getInt(FileLayout.KIND_POSITION));
    }

    private void readSections() throws IOException {
        ByteBuffer header = readOnto(0, headerLength);
        int previous = 0;
        for (int entry = FileLayout.HEADER; entry < headerLength; entry += FileLayout.TABLE_ENTRY) {
            int number = header.getInt(entry);
            require(number > previous, "order of sections");
            ByteBuffer bytes = part(header.getLong(entry + 8), header.getLong(entry + 16), "section " + number);
            require(
                    verification == Verification.NONE || Bytes.checksum(bytes) == header.getInt(entry + 4),
                    "checksum of section " + number);
            sections.put(number, bytes);
            previous = number;
        }
    }

    /** The bytes of one part, which must lie inside the file. */
    private ByteBuffer part(long offset, long size, String part) throws IOException {
        boolean inside = offset >= headerLength && offset % 8 == 0 && size >= 0 && offset <= length - size;
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
        ByteBuffer bytes = Bytes.littleEndian(size);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new ModelFormatException.Truncated(name, offset + size, offset + bytes.position());
            }
        }
        return bytes.flip();
    }

    private void require(boolean holds, String part) {
        if (!holds) {
            throw corrupt(part + " is wrong");
        }
    }
}
