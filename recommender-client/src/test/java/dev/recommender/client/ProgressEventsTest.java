package dev.recommender.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.registry.ModelStatus;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that break, fall silent, or say nothing. */
@Timeout(60)
class ProgressEventsTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final List<ModelStatus> seen = new ArrayList<>();
    private final Deque<InputStream> connections = new ArrayDeque<>();

    private static String model(String status) {
        return "{\"id\": \"0190a0b0-0000-7000-8000-000000000001\", \"status\": \"" + status
                + "\", \"created\": \"2026-11-29T12:00:00Z\"}";
    }

    private static String event(String status) {
        return "event: model\ndata: " + model(status) + "\n\n";
    }

    private static InputStream ending(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Breaks after its text. */
    private static InputStream breaking(String text) {
        return new FilterInputStream(ending(text)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    throw new IOException("broken on purpose");
                }
                return count;
            }
        };
    }

    /** Says nothing after its text until it is closed. */
    private static InputStream silent(String text) {
        CountDownLatch closed = new CountDownLatch(1);
        return new FilterInputStream(ending(text)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    try {
                        closed.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                }
                return count;
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }

    private ModelInfo follow(Duration silence, String shown) throws IOException {
        return new ProgressEvents(connections::remove, silence, MOMENT)
                .follow(model -> seen.add(model.status()), () -> ModelInfo.read(Calls.read(model(shown))));
    }

    @Test
    void aServerThatFallsSilentIsLeftForAnother() throws IOException {
        connections.add(silent(event("created")));
        connections.add(silent(""));
        connections.add(silent(event("in-progress") + ": nothing new\n\n"));
        connections.add(ending(event("completed")));

        // The second connection has no model, so that one is shown; it has not ended then.
        List<String> shown = new ArrayList<>(List.of("in-progress", "completed"));
        ModelInfo ended = new ProgressEvents(connections::remove, MOMENT, MOMENT)
                .follow(model -> seen.add(model.status()), () -> ModelInfo.read(Calls.read(model(shown.remove(0)))));

        assertThat(ended.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(seen).containsExactly(ModelStatus.CREATED, ModelStatus.IN_PROGRESS, ModelStatus.COMPLETED);
    }

    /** A training of hours is followed over as many connections as a proxy makes of it. */
    @Test
    void breaksBetweenEventsDoNotEndIt() throws IOException {
        for (int at = 0; at < 45; at++) {
            connections.add(breaking(event("in-progress")));
        }
        connections.add(ending(event("failed")));

        assertThat(follow(NEVER, "failed").status()).isEqualTo(ModelStatus.FAILED);
        assertThat(seen).hasSize(46);
    }

    @Test
    void aServiceThatSaysNothingIsGivenUp() {
        for (int at = 0; at < 30; at++) {
            connections.add(at % 2 == 0 ? ending(": nothing new\n\n") : breaking(""));
        }

        assertThatThrownBy(() -> follow(NEVER, "in-progress")).isInstanceOf(IOException.class);
        assertThat(seen).isEmpty();
        assertThat(connections).hasSize(9);
    }
}
