package dev.recommender.web;

import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The progress of a training as server-sent events. An event {@code model} has the model as JSON, whenever it has changed. The last
 * one has a final status and the aliases that the model has by then, and after it the answer ends. An event {@code deleted} ends it,
 * too. Shared between threads.
 */
final class Progress {
    private static final long INTERVAL_MILLIS = 500;
    /** How long to wait before each further look for the default; each is a listing of all aliases. */
    private static final List<Long> SETTLING_MILLIS = List.of(250L, 500L, 1000L, 2000L);

    /** How long after its completion a model may still become the default. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** After so many looks without news a comment keeps the connection open, and finds out whether the client is there. */
    private static final int QUIET_LOOKS = 20;

    private final ModelRegistry registry;
    private final Draining draining;
    private final InstantSource clock;

    Progress(ModelRegistry registry, Draining draining) {
        this(registry, draining, InstantSource.system());
    }

    /** As the other constructor, with a clock that says whether a model was completed just now. */
    Progress(ModelRegistry registry, Draining draining, InstantSource clock) {
        this.registry = registry;
        this.draining = draining;
        this.clock = clock;
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
            if (model.get().status().isFinal()) {
                send(event(model.get(), aliases(model.get())), out);
                return;
            }
            String event = event(model.get(), List.of());
            if (!event.equals(sent)) {
                send(event, out);
                sent = event;
                quiet = 0;
            } else if (++quiet % QUIET_LOOKS == 0) {
                send(": nothing new\n\n", out);
            }
            if (draining.hasBegun()) {
                return;
            }
            pause(INTERVAL_MILLIS);
            model = registry.find(first.id());
        }
        send("event: deleted\ndata: {}\n\n", out);
    }

    /** The aliases at the end of a training. Its worker makes the first model the default after that is completed. */
    private List<Alias> aliases(ModelRecord model) throws IOException {
        if (model.status() != ModelStatus.COMPLETED) {
            return List.of();
        }
        List<Alias> aliases = registry.aliases();
        for (long millis : SETTLING_MILLIS) {
            if (!isNew(model) || draining.hasBegun() || aliases.stream().anyMatch(Progress::isDefault)) {
                break;
            }
            pause(millis);
            aliases = registry.aliases();
        }
        return aliases;
    }

    private static boolean isDefault(Alias alias) {
        return alias.name().equals(Alias.DEFAULT);
    }

    /** Whether it was completed just now, by a clock that may be that of another machine. */
    private boolean isNew(ModelRecord model) {
        List<ModelRecord.Change> changes = model.changes();
        Instant completed = changes.get(changes.size() - 1).when();
        return Duration.between(completed, clock.instant()).abs().compareTo(SETTLED) < 0;
    }

    private static String event(ModelRecord model, List<Alias> aliases) {
        return "event: model\nid: " + id(model) + "\ndata: " + ModelJson.summary(model, aliases) + "\n\n";
    }

    private static String id(ModelRecord model) {
        return ModelJson.status(model.status());
    }

    private static void send(String event, OutputStream out) throws IOException {
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static void pause(long millis) throws InterruptedIOException {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a training is watched");
        }
    }
}
