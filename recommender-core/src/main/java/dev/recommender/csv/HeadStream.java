package dev.recommender.csv;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** A stream whose first bytes can be looked at before they are read. */
final class HeadStream extends FilterInputStream {
    private final byte[] head;
    private int at;

    private HeadStream(InputStream stream, byte[] head) {
        super(stream);
        this.head = head;
    }

    /** Looks at so many bytes, or at all if there are fewer. */
    static HeadStream whole(InputStream stream, int length) throws IOException {
        return new HeadStream(stream, stream.readNBytes(length));
    }

    /** Looks at what comes at once, and waits for more only as long as it could be the start of a signature. */
    static HeadStream available(InputStream stream, int length) throws IOException {
        byte[] head = new byte[length];
        int filled = 0;
        do {
            int read = stream.read(head, filled, length - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        } while (filled < length && Signatures.mayStart(head, filled));
        return new HeadStream(stream, Arrays.copyOf(head, filled));
    }

    /** The bytes that can be looked at and are not read yet. */
    byte[] head() {
        return Arrays.copyOfRange(head, at, head.length);
    }

    boolean startsWith(byte[] signature) {
        return head.length - at >= signature.length
                && Arrays.equals(head, at, at + signature.length, signature, 0, signature.length);
    }

    boolean isEmpty() {
        return at == head.length;
    }

    @Override
    public int read() throws IOException {
        return at < head.length ? head[at++] & 0xFF : in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (at == head.length) {
            return in.read(target, offset, length);
        }
        int count = Math.min(length, head.length - at);
        System.arraycopy(head, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = Math.min(count, head.length - at);
        at += (int) skipped;
        return skipped < count ? skipped + in.skip(count - skipped) : skipped;
    }

    @Override
    public int available() throws IOException {
        return head.length - at + in.available();
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
