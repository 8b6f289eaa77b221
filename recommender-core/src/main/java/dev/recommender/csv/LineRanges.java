package dev.recommender.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * A file cut into ranges of whole records that can be read in parallel. It is cut only at an end of line that no quote
 * precedes within the length of the longest record. No quoted field can be open there. A file with quotes all over is
 * one range, and so is a file that is packed or not UTF-8.
 *
 * <p>The number of lines before a range is counted when it is asked for. Shared between the threads that read ranges.
 */
final class LineRanges {
    /** A record of so many characters takes no more bytes. */
    private static final int WINDOW = 3 * (RecordReader.MAX_RECORD + 2);

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final long linesBefore;
    private final long[] starts;
    private final long[] lines;

    private LineRanges(Path file, long linesBefore, long[] starts) {
        this.file = file;
        this.linesBefore = linesBefore;
        this.starts = starts;
        this.lines = new long[starts.length - 1];
        Arrays.fill(lines, -1);
    }

    /**
     * Cuts a file of plain UTF-8 into ranges of at least so many bytes.
     *
     * @param from where the first range starts
     * @param linesBefore how many lines stand before that
     */
    static LineRanges of(Path file, long bytes, long from, long linesBefore) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            LongStream.Builder starts = LongStream.builder().add(from);
            long size = channel.size();
            long last = from;
            for (long at = bytes; at < size; at += bytes) {
                long cut = at < last + bytes ? last : lineAfter(channel, at, size);
                if (cut > last && cut < size && !quoteIn(channel, Math.max(0, cut - WINDOW), cut)) {
                    starts.add(cut);
                    last = cut;
                }
            }
            return new LineRanges(
                    file, linesBefore, starts.add(Long.MAX_VALUE).build().toArray());
        }
    }

    int count() {
        return lines.length;
    }

    /** The text of a range. */
    Text open(int range) throws IOException {
        InputStream bytes = new FileSection(file, starts[range], starts[range + 1]);
        return new Text(CsvFiles.name(file), bytes, StandardCharsets.UTF_8.name(), false);
    }

    /** Sets how many lines a range has, so that they need not be counted. */
    synchronized void counted(int range, long count) {
        lines[range] = count;
    }

    /** How many lines there are before a range. */
    synchronized long linesBefore(int range) {
        long before = linesBefore;
        for (int earlier = 0; earlier < range; earlier++) {
            if (lines[earlier] < 0) {
                lines[earlier] = count(earlier);
            }
            before += lines[earlier];
        }
        return before;
    }

    private long count(int range) {
        byte[] buffer = new byte[BUFFER];
        long count = 0;
        boolean carriageReturn = false;
        try (InputStream bytes = new FileSection(file, starts[range], starts[range + 1])) {
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                for (int at = 0; at < read; at++) {
                    byte b = buffer[at];
                    if (b <= '\r') {
                        count += b == '\r' || (b == '\n' && !carriageReturn) ? 1 : 0;
                    }
                    carriageReturn = b == '\r';
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count;
    }

    /** Where the first line starts after the next line end from a place on; the size if there is no such line. */
    private static long lineAfter(SeekableByteChannel channel, long from, long size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        boolean carriageReturn = false;
        channel.position(from);
        for (long start = from; channel.read(buffer.clear()) > 0; start += buffer.limit()) {
            buffer.flip();
            for (int at = 0; at < buffer.limit(); at++) {
                byte b = buffer.get(at);
                if (b == '\n') {
                    return start + at + 1;
                }
                if (carriageReturn) {
                    return start + at;
                }
                carriageReturn = b == '\r';
            }
        }
        return size;
    }

    private static boolean quoteIn(SeekableByteChannel channel, long from, long to) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        channel.position(from);
        for (long left = to - from; left > 0 && channel.read(buffer.clear()) > 0; left -= buffer.limit()) {
            buffer.flip();
            for (int at = 0; at < Math.min(left, buffer.limit()); at++) {
                if (buffer.get(at) == '"') {
                    return true;
                }
            }
        }
        return false;
    }
}
