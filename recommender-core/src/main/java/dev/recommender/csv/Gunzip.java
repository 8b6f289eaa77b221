package dev.recommender.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks gzip of any number of members (RFC 1952). The JDK's own stream ends early, without a word, where a member's
 * header is damaged or the stream below has nothing available at that moment. Here only zeros may follow a member.
 */
final class Gunzip extends InputStream {
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream packed;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int limit;
    private boolean started;
    private boolean ended;

    Gunzip(InputStream packed) {
        this.packed = packed;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!started) {
            started = true;
            header(next());
        }
        while (!ended) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                at = limit - inflater.getRemaining();
                trailer();
                nextMember();
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw new EOFException("it ends in the midst of the data");
                }
                inflater.setInput(buffer, 0, limit);
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        packed.close();
    }

    private int inflate(byte[] target, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw (ZipException) new ZipException(String.valueOf(e.getMessage())).initCause(e);
        }
    }

    private void header(int first) throws IOException {
        if (first != 0x1F || next() != 0x8B || next() != 8) {
            throw new ZipException("something else follows the data");
        }
        int flags = next();
        skip(6);
        if ((flags & EXTRA) != 0) {
            int low = next();
            skip(low | next() << 8);
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && next() != 0) {
                // The name or comment ends with a zero.
            }
        }
        skip((flags & HEADER_CRC) != 0 ? 2 : 0);
        inflater.reset();
        checksum.reset();
        inflater.setInput(buffer, at, limit - at);
    }

    private void trailer() throws IOException {
        if (number() != checksum.getValue() || number() != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw new ZipException("its checksum does not hold");
        }
    }

    private void nextMember() throws IOException {
        while (at < limit || fill()) {
            int next = next();
            if (next != 0) {
                header(next);
                return;
            }
        }
        ended = true;
    }

    private long number() throws IOException {
        long number = 0;
        for (int part = 0; part < 4; part++) {
            number |= (long) next() << 8 * part;
        }
        return number;
    }

    private void skip(int count) throws IOException {
        for (int skipped = 0; skipped < count; skipped++) {
            next();
        }
    }

    private int next() throws IOException {
        if (at == limit && !fill()) {
            throw new EOFException("it ends in the midst of a header");
        }
        return buffer[at++] & 0xFF;
    }

    private boolean fill() throws IOException {
        at = 0;
        limit = Math.max(0, packed.read(buffer, 0, buffer.length));
        return limit > 0;
    }
}
