package dev.recommender.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** Text of any charset as UTF-8; what is no text of that charset becomes a byte that no UTF-8 has. */
final class Transcoded extends InputStream {
    /** Stands for a malformed or unmappable character. */
    static final byte MALFORMED = (byte) 0xFF;

    private static final int CHARS = 1 << 13;

    private final InputStream input;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final ByteBuffer source = ByteBuffer.allocate(CHARS).flip();
    private final CharBuffer chars = CharBuffer.allocate(CHARS);
    private final ByteBuffer bytes = ByteBuffer.allocate(4 * CHARS + 1).flip();
    private boolean inputEnded;
    private boolean ended;

    Transcoded(InputStream input, Charset charset) {
        this.input = input;
        // A new decoder reports what is malformed.
        this.decoder = charset.newDecoder();
    }

    @Override
    public int read() throws IOException {
        return more() ? bytes.get() & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!more()) {
            return -1;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(target, offset, count);
        return count;
    }

    /** Makes sure that there is a byte; says no at the end. */
    private boolean more() throws IOException {
        while (!bytes.hasRemaining() && !ended) {
            CoderResult result = decoder.decode(source, chars.clear(), inputEnded);
            if (result.isUnderflow() && inputEnded) {
                ended = decoder.flush(chars).isUnderflow();
            }
            bytes.clear();
            encoder.reset().encode(chars.flip(), bytes, true);
            if (result.isError()) {
                source.position(source.position() + result.length());
                bytes.put(MALFORMED);
            }
            bytes.flip();
            if (result.isUnderflow() && !inputEnded && !bytes.hasRemaining()) {
                fill();
            }
        }
        return bytes.hasRemaining();
    }

    private void fill() throws IOException {
        source.compact();
        int read = input.read(source.array(), source.position(), source.remaining());
        inputEnded = read < 0;
        source.position(source.position() + Math.max(0, read)).flip();
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
