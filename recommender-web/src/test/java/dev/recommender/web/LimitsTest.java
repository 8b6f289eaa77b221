package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Bodies that are too long or too slow, and callers that ask too often. */
class LimitsTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aBodyOfTheLimitIsReadAndALongerOneIsNot() throws IOException {
        assertThat(body(1000, 1000).readAllBytes()).hasSize(1000);
        assertThatThrownBy(() -> body(1001, 1000).readAllBytes())
                .isInstanceOfSatisfying(
                        WebFailure.class, e -> assertThat(e.failure().status()).isEqualTo(413));
    }

    @Test
    void aBodyThatTricklesEndsSoonAfterTheTimeOfGrace() {
        InputStream slow = trickling(100, SECOND);
        long start = nanos.get();

        assertThatThrownBy(() -> slow.readAllBytes())
                .isInstanceOfSatisfying(
                        WebFailure.class, e -> assertThat(e.failure().status()).isEqualTo(408));
        assertThat(nanos.get() - start).isBetween(BodyStream.GRACE_NANOS, BodyStream.GRACE_NANOS + 2 * SECOND);
    }

    @Test
    void aLongBodyThatKeepsTheRateIsRead() throws IOException {
        assertThat(trickling((int) BodyStream.LEAST_BYTES_PER_SECOND, SECOND).readAllBytes())
                .hasSize(60 * (int) BodyStream.LEAST_BYTES_PER_SECOND);
    }

    @Test
    void aBodyThatBreaksOffIsTheClientsFault() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset by peer");
            }
        };
        assertThatThrownBy(() -> new BodyStream(broken, 10, nanos::get).readAllBytes())
                .isInstanceOfSatisfying(
                        WebFailure.class, e -> assertThat(e.failure().status()).isEqualTo(400));
    }

    @Test
    void aCallerMaySendSoManyRequestsASecondWhateverOthersSend() {
        RateLimit limit = new RateLimit(3, nanos::get);
        Caller one = new Caller("one", Access.RECOMMENDATIONS);
        Caller two = new Caller("two", Access.RECOMMENDATIONS);

        assertThat(allowed(limit, one, 10)).isEqualTo(3);
        assertThat(allowed(limit, two, 2)).isEqualTo(2);
        nanos.addAndGet(SECOND / 3 + 1);
        assertThat(allowed(limit, one, 10)).isEqualTo(1);
        nanos.addAndGet(100 * SECOND);
        assertThat(allowed(limit, one, 10)).isEqualTo(3);
    }

    private static int allowed(RateLimit limit, Caller caller, int tries) {
        int allowed = 0;
        for (int at = 0; at < tries; at++) {
            try {
                limit.count(caller);
                allowed++;
            } catch (WebFailure e) {
                assertThat(e.failure().status()).isEqualTo(429);
                assertThat(e.failure().headers()).containsEntry("Retry-After", "1");
            }
        }
        return allowed;
    }

    private InputStream body(int length, long limit) {
        return new BodyStream(new ByteArrayInputStream(new byte[length]), limit, nanos::get);
    }

    /** Sixty pieces, which take a time each. */
    private InputStream trickling(int piece, long time) {
        InputStream body = new ByteArrayInputStream(new byte[60 * piece]) {
            @Override
            public synchronized int read(byte[] target, int from, int length) {
                int count = super.read(target, from, Math.min(piece, length));
                nanos.addAndGet(time * Math.max(0, count) / piece);
                return count;
            }
        };
        return new BodyStream(body, Long.MAX_VALUE, nanos::get);
    }
}
