package dev.recommender.web;

import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a training as server-sent events. An event {@code model} has the model as JSON, whenever it has changed; the last
 * one has a final status, and after it the answer ends. An event {@code deleted} ends it, too. Shared between threads.
 */
final class Progress {
    private static final long INTERVAL_MILLIS = 500;

    /** After so many looks without news a comment keeps the connection open, and finds out whether the client is there. */
    private static final int QUIET_LOOKS = 20;

    private final ModelRegistry registry;
    private final Draining draining;

    Progress(ModelRegistry registry, Draining draining) {
        this.registry = registry;
        this.draining = draining;
    }

    /**
     * The events from now on.
     *
     * @param last the id of the last event that the client has; a client that has the final one need not come again
     */
    Reply reply(ModelRecord model, Optional<String> last) {
        if (model.status().isFinal() && last.equals(Optional.of(id(model)))) {
            return Reply.empty(204);
        }
        return Reply.stream("text/event-stream", out -> write(model, out)).header("X-Accel-Buffering", "no");
    }

    private void write(ModelRecord first, OutputStream out) throws IOException {
        Optional<ModelRecord> model = Optional.of(first);
        String sent = "";
        int quiet = 0;
        while (model.isPresent()) {
            String event = event(model.get());
            if (!event.equals(sent)) {
                send(event, out);
                sent = event;
                quiet = 0;
            } else if (++quiet % QUIET_LOOKS == 0) {
                send(": nothing new\n\n", out);
            }
            if (model.get().status().isFinal() || draining.hasBegun()) {
                return;
            }
            pause();
            model = registry.find(first.id());
        }
        send("event: deleted\ndata: {}\n\n", out);
    }

    private static String event(ModelRecord model) {
        return "event: model\nid: " + id(model) + "\ndata: " + ModelJson.summary(model, List.of()) + "\n\n";
    }

    private static String id(ModelRecord model) {
        return ModelJson.status(model.status());
    }

    private static void send(String event, OutputStream out) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(INTERVAL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a training is watched");
        }
    }
}
