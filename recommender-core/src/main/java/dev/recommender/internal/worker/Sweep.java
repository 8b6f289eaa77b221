package dev.recommender.internal.worker;

import dev.recommender.internal.util.Failures;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.WorkerListener.SweepReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repairs what crashes leave behind. Sends the message of a waiting model again when nobody has claimed it for a long
 * time, finishes with published models whose publisher could not, and deletes files that no model needs. A model that cannot be
 * repaired does not keep it from the others. It is harmless however often and wherever it runs: a surplus message is
 * dropped when the model has been trained.
 */
public final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);
    private static final int PAGE = 100;

    private final WorkerStores stores;
    private final Duration requeueAfter;
    private volatile boolean stopped;

    /**
     * Prepares sweeps.
     *
     * @param requeueAfter how long a model may wait before its message is sent again
     */
    public Sweep(WorkerStores stores, Duration requeueAfter) {
        this.stores = stores;
        this.requeueAfter = requeueAfter;
    }

    /** Ends a sweep in progress before its next model, and later sweeps before their first. */
    public void stop() {
        stopped = true;
    }

    /** Sweeps until the end or until it is stopped; returns what was done. */
    public SweepReport run() throws IOException {
        int requeued = 0;
        List<ModelRecord> page = stopped ? List.of() : stores.registry().list(PAGE);
        while (!page.isEmpty()) {
            for (ModelRecord model : page) {
                if (stopped) {
                    return new SweepReport(requeued, 0);
                }
                if (repair(model)) {
                    requeued++;
                }
            }
            ModelId last = page.get(page.size() - 1).id();
            page = page.size() < PAGE ? List.of() : stores.registry().list(last, PAGE);
        }
        return new SweepReport(requeued, stores.files().tidyAll(stores.registry(), () -> stopped));
    }

    /** Does what one model needs; if that fails, it is left to the next sweep. Returns whether its message was sent again. */
    private boolean repair(ModelRecord model) throws InterruptedIOException {
        boolean sent = false;
        try {
            if (!model.status().isFinal() && stores.claims().requeue(model.id(), begun(model), requeueAfter)) {
                stores.trainings().send(ModelMessage.write(model.id()));
                LOG.info("model {} has waited for long; its message is sent again", model.id());
                sent = true;
            }
            if (isUnfinished(model)) {
                stores.finish(model.id());
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // One model must not keep the others from being repaired.
            LOG.warn("model {} is left to the next sweep: {}", model.id(), Failures.describe(e), e);
        }
        return sent;
    }

    /** When the record was begun, which of a model that is made of another is later than the request. */
    private static Instant begun(ModelRecord model) {
        return model.changes().get(0).when();
    }

    /**
     * A claim is the last to go, so it says that something is left to do. With a trained model a worker finishes that gets its
     * message again; nobody gets one of a published model.
     */
    private boolean isUnfinished(ModelRecord model) throws IOException {
        return model.status() == ModelStatus.COMPLETED
                && !model.isRequested()
                && stores.claims().isReleased(model.id());
    }
}
