package dev.recommender.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The server-sent events of a training, read until it ends. A server that stops ends them early; then another one is
 * asked. Used once, by one thread.
 */
final class ProgressEvents {
    /** Longer than the service is ever silent: it sends a comment every few seconds. */
    static final Duration SILENCE = Duration.ofMinutes(1);

    static final Duration PAUSE = Duration.ofMillis(500);

    private static final int MAX_FAILURES = 20;
    private static final long OVER = -1;

    private final Source source;
    private final Duration silence;
    private final Duration pause;
    /** How often nothing came, since something last did. */
    private int failures;

    /**
     * Prepares.
     *
     * @param source asks for the events, anew for each connection
     * @param silence after how long without a line the server is taken to be gone
     * @param pause how long to wait before another connection
     */
    ProgressEvents(Source source, Duration silence, Duration pause) {
        this.source = source;
        this.silence = silence;
        this.pause = pause;
    }

    /** Asks for events. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /** Asks for a model. */
    @FunctionalInterface
    interface Show {
        ModelInfo model() throws IOException;
    }

    /**
     * Reads the events.
     *
     * @param show asks for the model once more, where the events end without it
     */
    ModelInfo follow(Consumer<ModelInfo> progress, Show show) throws IOException {
        while (true) {
            failures++;
            try {
                Optional<ModelInfo> last = read(progress);
                if (last.isEmpty() || last.get().status().isFinal()) {
                    ModelInfo model = show.model();
                    if (model.status().isFinal()) {
                        return model;
                    }
                }
                if (failures > MAX_FAILURES) {
                    throw new IOException("the service says nothing of how far the training is");
                }
            } catch (ProblemException e) {
                if (!Calls.isLater(e) || failures > MAX_FAILURES) {
                    throw e;
                }
            } catch (IOException e) {
                if (Thread.currentThread().isInterrupted() || failures > MAX_FAILURES) {
                    throw e;
                }
            }
            Calls.pause(pause);
        }
    }

    /** Reads the events of one connection; returns the last model of them. */
    private Optional<ModelInfo> read(Consumer<ModelInfo> progress) throws IOException {
        Optional<ModelInfo> last = Optional.empty();
        AtomicLong count = new AtomicLong();
        try (InputStream stream = source.open();
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            closeIfSilent(stream, count, 0);
            String line = lines.readLine();
            while (line != null) {
                count.incrementAndGet();
                if (line.startsWith("data: ")) {
                    JsonNode data = Calls.read(line.substring("data: ".length()));
                    if (data.has("id")) {
                        failures = 0;
                        last = Optional.of(Calls.parsed(data, ModelInfo::read));
                        progress.accept(last.get());
                    }
                }
                line = lines.readLine();
            }
        } finally {
            count.set(OVER);
        }
        return last;
    }

    /** Looks from time to time whether lines have come; a machine that is gone does not say so, and nothing would ever end. */
    private void closeIfSilent(InputStream stream, AtomicLong count, long before) {
        CompletableFuture.delayedExecutor(silence.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    long now = count.get();
                    if (now == before) {
                        close(stream);
                    } else if (now != OVER) {
                        closeIfSilent(stream, count, now);
                    }
                });
    }

    private static void close(InputStream stream) {
        try {
            stream.close();
        } catch (IOException e) {
            // Who reads it hears of the same.
        }
    }
}
