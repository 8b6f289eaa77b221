package dev.recommender.internal.file;

import dev.recommender.SavedModel;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.DenseRows;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.util.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Collects the sections of a model file, and writes it. Used by one thread. */
public final class ModelFileWriter {
    private final int kind;
    private final Map<Integer, ByteBuffer> sections = new TreeMap<>();
    private final List<Blocks> rows = new ArrayList<>();

    /** Blocks, and the table of where they are. */
    private static final class Blocks {
        private final ByteBuffer table;
        private final ByteBuffer[] blocks;

        Blocks(ByteBuffer table, ByteBuffer[] blocks) {
            this.table = table;
            this.blocks = blocks;
        }
    }

    /**
     * A file without sections.
     *
     * @param kind four upper-case letters or digits
     */
    public ModelFileWriter(String kind) {
        this.kind = FileLayout.kindNumber(kind);
    }

    /** Adds a section. */
    public ModelFileWriter section(int number, ByteBuffer content) {
        if (number < 1 || sections.put(number, content) != null) {
            throw new IllegalArgumentException("section number " + number + " is not positive, or repeats");
        }
        return this;
    }

    /** Adds the two sections of rows, and their blocks; see {@link ModelFileReader#rows}. */
    public ModelFileWriter rows(int directory, int table, RowBlocks content) {
        return section(directory, content.sealedDirectory()).blocks(table, content.blocks());
    }

    /** Adds the two sections of dense rows, and their blocks; see {@link ModelFileReader#denseRows}. */
    public ModelFileWriter denseRows(int directory, int table, DenseRows content) {
        return section(directory, content.directory()).blocks(table, content.blocks());
    }

    private ModelFileWriter blocks(int table, ByteBuffer[] blocks) {
        ByteBuffer entries =
                Bytes.littleEndian(Bytes.checkedLength("block table", (long) FileLayout.BLOCK_ENTRY * blocks.length));
        rows.add(new Blocks(entries, blocks));
        return section(table, entries);
    }

    /**
     * Writes to a temporary file next to the target, forces the bytes to the disk, then renames. A crash leaves the old
     * file or the new one.
     */
    public void write(Path file) throws IOException {
        write(file, null);
    }

    /** As {@link #write(Path)}; computes the digest of what it writes. */
    public SavedModel writeWithDigest(Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        long length = write(file, digest);
        return new SavedModel(file, length, Sha256.text(digest));
    }

    private long write(Path file, @Nullable MessageDigest digest) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new FileSystemException(file.toString(), null, "this is a folder; name a file in it");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(
                    folder.toString(), null, "no such folder to save " + target.getFileName() + " in");
        }
        // Not one of the JDK's temporary files, which nobody else may read: the model keeps the permissions of this
        // one.
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            long length;
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                Output output = new Output(channel, digest);
                write(output);
                channel.force(true);
                length = output.position;
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(folder);
            return length;
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private void write(Output output) throws IOException {
        List<Long> offsets = new ArrayList<>();
        long position = Bytes.aligned(FileLayout.headerLength(sections.size()));
        for (ByteBuffer section : sections.values()) {
            offsets.add(position);
            position = Bytes.aligned(position + section.limit());
        }
        for (Blocks each : rows) {
            position = fillTable(each, position);
        }
        output.write(0, header(offsets, position));
        int at = 0;
        for (ByteBuffer section : sections.values()) {
            output.write(offsets.get(at++), section);
        }
        for (Blocks each : rows) {
            for (int block = 0; block < each.blocks.length; block++) {
                output.write(each.table.getLong(FileLayout.BLOCK_ENTRY * block), each.blocks[block]);
            }
        }
        output.pad(position);
    }

    private ByteBuffer header(List<Long> offsets, long fileLength) {
        ByteBuffer header = Bytes.littleEndian(FileLayout.headerLength(sections.size()));
        header.putLong(FileLayout.MAGIC)
                .putInt(FileLayout.VERSION)
                .putInt(sections.size())
                .putLong(fileLength)
                .putInt(0)
                .putInt(kind);
        int at = 0;
        for (Map.Entry<Integer, ByteBuffer> section : sections.entrySet()) {
            header.putInt(section.getKey())
                    .putInt(Bytes.checksum(section.getValue()))
                    .putLong(offsets.get(at++))
                    .putLong(section.getValue().limit());
        }
        return header.putInt(FileLayout.CHECKSUM_POSITION, Bytes.checksum(header));
    }

    private static long fillTable(Blocks rows, long start) {
        long position = start;
        rows.table.clear();
        for (ByteBuffer block : rows.blocks) {
            rows.table.putLong(position).putLong(block.limit());
            position = Bytes.aligned(position + block.limit());
        }
        rows.table.flip();
        return position;
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the rename is as durable as it gets.
        }
    }

    /** What is written from the start to the end, and its digest if it is wanted. */
    private static final class Output {
        private final FileChannel channel;
        private final @Nullable MessageDigest digest;
        private long position;

        Output(FileChannel channel, @Nullable MessageDigest digest) {
            this.channel = channel;
            this.digest = digest;
        }

        void write(long offset, ByteBuffer bytes) throws IOException {
            pad(offset);
            append(bytes.duplicate().rewind());
        }

        void pad(long offset) throws IOException {
            append(ByteBuffer.allocate((int) (offset - position)));
        }

        private void append(ByteBuffer bytes) throws IOException {
            if (digest != null) {
                digest.update(bytes.duplicate());
            }
            position += bytes.remaining();
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
