package dev.recommender.internal.rows;

import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file for data that does not fit the heap. It is written piece by piece, then mapped. What is mapped stays
 * readable after the file is closed. The file is gone as soon as nothing is mapped any more. Several threads may write
 * and map at once.
 */
public final class Spill implements AutoCloseable {
    /** No piece lies across a multiple of this. */
    public static final long WINDOW = 1 << 30;

    private final FileChannel channel;
    private long end;

    private Spill(FileChannel channel) {
        this.channel = channel;
    }

    /** A new file in the JVM's folder of temporary files. */
    public static Spill create() {
        try {
            Path file = Files.createTempFile("recommender-", ".spill");
            return new Spill(FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Writes a whole buffer; returns where it lies, at a multiple of 8. */
    public long append(ByteBuffer bytes) {
        long place = reserve(bytes.limit());
        ByteBuffer rest = bytes.duplicate().rewind();
        try {
            while (rest.hasRemaining()) {
                channel.write(rest, place + rest.position());
            }
        } catch (IOException e) {
            throw failed(e);
        }
        return place;
    }

    /** Bytes that were written. */
    ByteBuffer map(long place, int length) {
        try {
            return channel.map(MapMode.READ_WRITE, place, length).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** All that was written, in windows. */
    public ByteBuffer[] windows() {
        ByteBuffer[] windows = new ByteBuffer[(int) ((end + WINDOW - 1) / WINDOW)];
        for (int window = 0; window < windows.length; window++) {
            windows[window] = map(window * WINDOW, (int) Math.min(WINDOW, end - window * WINDOW));
        }
        return windows;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private synchronized long reserve(int length) {
        if (end % WINDOW + length > WINDOW) {
            end = (end / WINDOW + 1) * WINDOW;
        }
        long place = end;
        end = Bytes.aligned(end + length);
        return place;
    }

    private static TrainingException failed(IOException e) {
        return e instanceof ClosedChannelException
                ? new TrainingCancelledException()
                : new TrainingException(
                        "the similarities do not fit the memory budget, and their temporary file in "
                                + System.getProperty("java.io.tmpdir") + " failed: " + e.getMessage()
                                + "; set java.io.tmpdir to a folder with more room, or give the training more memory",
                        e);
    }
}
