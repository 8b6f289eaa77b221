package dev.recommender.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongSupplier;

/**
 * The body of a request, which ends with a failure where it is too long or comes too slowly: after a time of grace it must have
 * come at a least rate all in all. Used by one thread.
 */
final class BodyStream extends InputStream {
    static final long GRACE_NANOS = 10_000_000_000L;
    static final long LEAST_BYTES_PER_SECOND = 16 << 10;

    private final InputStream body;
    private final long limit;
    private final LongSupplier nanos;
    private final long start;
    private long read;

    /**
     * Wraps a body.
     *
     * @param limit how many bytes it may have
     * @param nanos a clock, in nanoseconds
     */
    BodyStream(InputStream body, long limit, LongSupplier nanos) {
        this.body = body;
        this.limit = limit;
        this.nanos = nanos;
        this.start = nanos.getAsLong();
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        int count = receive(target, from, length);
        read += Math.max(0, count);
        if (read > limit) {
            throw tooLong(limit);
        }
        double seconds = (nanos.getAsLong() - start - GRACE_NANOS) / 1e9;
        if (count >= 0 && read < seconds * LEAST_BYTES_PER_SECOND) {
            throw new WebFailure(Failure.of(408, "too-slow", "the body came too slowly; send it in smaller parts")
                    .header("Connection", "close"));
        }
        return count;
    }

    private int receive(byte[] target, int from, int length) {
        try {
            return body.read(target, from, length);
        } catch (IOException e) {
            // Not to be taken for a failure of the store.
            throw new WebFailure(400, "broken-body", "the body ended early, or nothing of it came for a long time");
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }

    static WebFailure tooLong(long limit) {
        return new WebFailure(
                Failure.of(413, "too-long", "the body must have at most " + limit + " bytes; send less at a time")
                        .header("Connection", "close"));
    }
}
