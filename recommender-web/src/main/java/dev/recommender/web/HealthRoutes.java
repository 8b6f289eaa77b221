package dev.recommender.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.recommender.registry.Alias;
import dev.recommender.service.ModelService;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the process lives, and whether it should get requests. */
final class HealthRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(HealthRoutes.class);
    private static final long KEPT_NANOS = 2_000_000_000L;

    private final ModelService service;
    private final Draining draining;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Seen seen;

    HealthRoutes(ModelService service, Draining draining) {
        this.service = service;
        this.draining = draining;
    }

    /** What was found when the store was last asked. */
    private record Seen(Optional<String> problem, long at) {}

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/health/live", exchange -> status(200, "up")),
                Route.open("GET", "/health/ready", exchange -> ready()));
    }

    private Reply ready() {
        if (draining.hasBegun()) {
            return status(503, "stopping");
        }
        return seen().problem.map(problem -> status(503, problem)).orElseGet(() -> status(200, "ready"));
    }

    /** What was found last. One caller at a time asks the store, so a store that hangs holds up one thread and no more. */
    private Seen seen() {
        Seen last = seen;
        boolean isNew = last != null && System.nanoTime() - last.at <= KEPT_NANOS;
        if (!isNew && looking.tryLock()) {
            try {
                last = new Seen(look(), System.nanoTime());
                seen = last;
            } finally {
                looking.unlock();
            }
        }
        return last == null ? new Seen(Optional.of("the store has not answered yet"), 0) : last;
    }

    private Optional<String> look() {
        try {
            service.registry().alias(Alias.DEFAULT);
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn("not ready, since the store fails: {}", e.getMessage());
            return Optional.of("the store fails");
        }
    }

    private static Reply status(int code, String status) {
        return Reply.json(code, JsonNodeFactory.instance.objectNode().put("status", status));
    }
}
