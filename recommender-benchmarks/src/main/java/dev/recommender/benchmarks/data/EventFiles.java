package dev.recommender.benchmarks.data;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Events in files: as CSV with a header, and as packed little-endian records of 20 bytes, {@code int32 user, int32 item,
 * float32 weight, int64 seconds}.
 */
public final class EventFiles {
    private static final int RECORD = 20;
    private static final int BUFFER = 1 << 20;

    /** No line is longer: two ids of 11 bytes, a time of 20, a weight of 12, and what parts them. */
    private static final int LONGEST_LINE = 64;

    private EventFiles() {}

    /** Writes packed records, over what the file held. */
    public static void writeRecords(SyntheticEvents events, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer buffer = buffer(BUFFER);
            for (int at = 0; at < events.size(); at++) {
                if (buffer.remaining() < RECORD) {
                    write(buffer, channel);
                }
                buffer.putInt(events.user()[at]).putInt(events.item()[at]);
                buffer.putFloat(events.weight()[at]).putLong(events.seconds()[at]);
            }
            write(buffer, channel);
        }
    }

    /**
     * Reads packed records.
     *
     * @throws IOException if the file cannot be read, or holds no whole number of records
     */
    public static SyntheticEvents readRecords(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() % RECORD != 0 || channel.size() / RECORD > Integer.MAX_VALUE - 8) {
                throw new IOException(file + " does not hold records of " + RECORD + " bytes, or too many: it has "
                        + channel.size() + " bytes; write it with the command generate");
            }
            int size = (int) (channel.size() / RECORD);
            SyntheticEvents events = new SyntheticEvents(new int[size], new int[size], new float[size], new long[size]);
            ByteBuffer buffer = buffer(BUFFER / RECORD * RECORD).limit(0);
            for (int at = 0; at < size; at++) {
                if (!buffer.hasRemaining()) {
                    fill(buffer, channel, file);
                }
                events.user()[at] = buffer.getInt();
                events.item()[at] = buffer.getInt();
                events.weight()[at] = buffer.getFloat();
                events.seconds()[at] = buffer.getLong();
            }
            return events;
        }
    }

    /** Writes CSV with the columns user, item, time and weight, over what the file held. */
    public static void writeCsv(SyntheticEvents events, Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, CREATE, WRITE, TRUNCATE_EXISTING)) {
            ByteBuffer buffer = buffer(BUFFER);
            buffer.put("user,item,time,weight\n".getBytes(US_ASCII));
            for (int at = 0; at < events.size(); at++) {
                if (buffer.remaining() < LONGEST_LINE) {
                    write(buffer, channel);
                }
                putNumber(buffer.put((byte) 'u'), events.user()[at]);
                putNumber(buffer.put((byte) ',').put((byte) 'i'), events.item()[at]);
                putNumber(buffer.put((byte) ','), events.seconds()[at]);
                buffer.put((byte) ',');
                putWeight(buffer, events.weight()[at]);
                buffer.put((byte) '\n');
            }
            write(buffer, channel);
        }
    }

    private static void putNumber(ByteBuffer buffer, long number) {
        long scale = 1;
        while (number / scale > 9) {
            scale *= 10;
        }
        for (; scale > 0; scale /= 10) {
            buffer.put((byte) ('0' + number / scale % 10));
        }
    }

    private static void putWeight(ByteBuffer buffer, float weight) {
        int whole = (int) weight;
        if (weight == whole) {
            putNumber(buffer, whole);
        } else {
            buffer.put(Float.toString(weight).getBytes(US_ASCII));
        }
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void fill(ByteBuffer buffer, FileChannel channel, Path file) throws IOException {
        buffer.clear();
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
            // A read may bring less than was asked for.
        }
        buffer.flip();
        if (buffer.remaining() < RECORD) {
            throw new IOException(file + " became shorter while it was read");
        }
    }

    private static void write(ByteBuffer buffer, FileChannel channel) throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }
}
