package dev.recommender.internal.worker;

import dev.recommender.internal.serving.ModelBlobs;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.WorkerListener.SweepReport;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets right what crashes leave: sends the message of a waiting model anew when nobody has claimed it for long, and deletes
 * blobs that no model needs. Harmless however often and wherever it runs: a message too many is dropped when the model has
 * been trained.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int PAGE = 100;

    private final ModelRegistry registry;
    private final Claims claims;
    private final WorkQueue trainings;
    private final ModelBlobs blobs;
    private final Duration patience;
    private volatile boolean stopped;

    public Sweep(ModelRegistry registry, Claims claims, WorkQueue trainings, ModelBlobs blobs, Duration patience) {
        this.registry = registry;
        this.claims = claims;
        this.trainings = trainings;
        this.blobs = blobs;
        this.patience = patience;
    }

    /** Has a sweep that is under way end before the next model, and others before their first. */
    public void stop() {
        stopped = true;
    }

    /** Sweeps, and says what was done until the end or until it was stopped. */
    public SweepReport run() throws IOException {
        int requeued = 0;
        List<ModelRecord> page = stopped ? List.of() : registry.list(PAGE);
        while (!page.isEmpty()) {
            for (ModelRecord model : page) {
                if (stopped) {
                    return new SweepReport(requeued, 0);
                }
                if (!model.status().isFinal() && claims.requeue(model.id(), model.created(), patience)) {
                    trainings.send(ModelMessage.write(model.id()));
                    LOG.info("model {} has waited for long; its message is sent anew", model.id());
                    requeued++;
                }
            }
            ModelId last = page.get(page.size() - 1).id();
            page = page.size() < PAGE ? List.of() : registry.list(last, PAGE);
        }
        return new SweepReport(requeued, blobs.tidyAll(() -> stopped));
    }
}
