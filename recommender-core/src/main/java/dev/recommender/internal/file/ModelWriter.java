package dev.recommender.internal.file;

import dev.recommender.internal.file.ModelLayout.Section;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.neighbors.NeighborParts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Writes a model file. */
public final class ModelWriter {
    private ModelWriter() {}

    /** Writes beside the target, forces the bytes to the disk, then renames: a crash leaves the old file or the new. */
    public static void write(NeighborParts data, Path file) throws IOException {
        Path target = file.toAbsolutePath();
        Path folder = Objects.requireNonNull(target.getParent(), "a model cannot be saved as a root folder");
        // Not one of the JDK's temporary files, which nobody else may read: the model keeps the permissions of this
        // one.
        Path temporary = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel channel =
                    FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                write(data, channel);
                channel.force(true);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forceFolder(folder);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void write(NeighborParts data, FileChannel channel) throws IOException {
        List<RowBlocks> rows = List.of(data.similarities(), data.coldSimilarities(), data.histories(), data.unities());
        List<ByteBuffer> tables = rows.stream().map(ModelWriter::emptyTable).toList();
        List<ByteBuffer> sections = List.of(
                ByteBuffer.wrap(data.info().toJson()),
                data.items().section(),
                data.users().section(),
                data.frequencies(),
                data.selfSimilarities(),
                data.similarities().sealedDirectory(),
                tables.get(0),
                data.coldSimilarities().sealedDirectory(),
                tables.get(1),
                data.histories().sealedDirectory(),
                tables.get(2),
                data.historyExponents(),
                data.unities().sealedDirectory(),
                tables.get(3),
                data.features().texts().section(),
                data.features().section(),
                data.stretches().section());

        List<Long> offsets = new ArrayList<>();
        long position = ModelLayout.aligned(ModelLayout.headerLength());
        for (ByteBuffer section : sections) {
            offsets.add(position);
            position = ModelLayout.aligned(position + section.limit());
        }
        for (int at = 0; at < rows.size(); at++) {
            position = fillTable(tables.get(at), rows.get(at).blocks(), position);
        }

        writeAt(channel, 0, header(sections, offsets, position));
        for (int at = 0; at < sections.size(); at++) {
            writeAt(channel, offsets.get(at), sections.get(at));
        }
        for (int at = 0; at < rows.size(); at++) {
            writeBlocks(channel, tables.get(at), rows.get(at).blocks());
        }
        pad(channel, position);
    }

    private static ByteBuffer header(List<ByteBuffer> sections, List<Long> offsets, long fileLength) {
        ByteBuffer header = ModelLayout.littleEndian(ModelLayout.headerLength());
        header.putLong(ModelLayout.MAGIC)
                .putInt(ModelLayout.VERSION)
                .putInt(sections.size())
                .putLong(fileLength)
                .putLong(0);
        for (Section section : Section.values()) {
            ByteBuffer bytes = sections.get(section.index());
            header.putInt(section.kind())
                    .putInt(ModelLayout.checksum(bytes))
                    .putLong(offsets.get(section.index()))
                    .putLong(bytes.limit());
        }
        header.putInt(ModelLayout.CHECKSUM_POSITION, ModelLayout.checksum(header));
        return header;
    }

    private static ByteBuffer emptyTable(RowBlocks rows) {
        return ModelLayout.littleEndian(
                ModelLayout.checkedLength("block table", (long) ModelLayout.BLOCK_ENTRY * rows.blocks().length));
    }

    private static long fillTable(ByteBuffer table, ByteBuffer[] blocks, long start) {
        long position = start;
        for (ByteBuffer block : blocks) {
            table.putLong(position).putLong(block.limit());
            position = ModelLayout.aligned(position + block.limit());
        }
        table.flip();
        return position;
    }

    private static void writeBlocks(FileChannel channel, ByteBuffer table, ByteBuffer[] blocks) throws IOException {
        for (int block = 0; block < blocks.length; block++) {
            writeAt(channel, table.getLong(ModelLayout.BLOCK_ENTRY * block), blocks[block]);
        }
    }

    private static void writeAt(FileChannel channel, long position, ByteBuffer bytes) throws IOException {
        pad(channel, position);
        ByteBuffer rest = bytes.duplicate().rewind();
        while (rest.hasRemaining()) {
            channel.write(rest);
        }
    }

    private static void pad(FileChannel channel, long position) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) (position - channel.position()));
        while (zeros.hasRemaining()) {
            channel.write(zeros);
        }
    }

    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the rename is as durable as it gets.
        }
    }
}
