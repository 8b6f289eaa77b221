package dev.recommender.internal.worker;

import dev.recommender.registry.ModelId;
import dev.recommender.storage.Delivery;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes the files of models that were deleted. */
public final class DeletionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(DeletionHandler.class);
    private static final int MAX_ATTEMPTS = 5;

    private final WorkerStores stores;
    private final WorkerOptions options;

    public DeletionHandler(WorkerStores stores, WorkerOptions options) {
        this.stores = stores;
        this.options = options;
    }

    public void handle(Delivery delivery) throws IOException {
        Optional<ModelId> model = ModelMessage.read(delivery.body());
        if (model.isEmpty()) {
            LOG.warn("a deletion message names no model, and goes to the poison queue");
            stores.poisonedDeletions().send(delivery.body());
            delivery.complete();
            return;
        }
        try {
            delete(model.get());
            delivery.complete();
        } catch (IOException e) {
            if (delivery.attempt() < MAX_ATTEMPTS) {
                delivery.abandon(options.backoff().pauseAfter(delivery.attempt()));
                throw e;
            }
            LOG.warn("the files of model {} are left to a sweep after {} attempts", model.get(), MAX_ATTEMPTS, e);
            stores.poisonedDeletions().send(delivery.body());
            delivery.complete();
        }
    }

    private void delete(ModelId model) throws IOException {
        if (stores.registry().find(model).isPresent()) {
            LOG.warn("the files of model {} stay, because it is still registered", model);
            return;
        }
        stores.provider().forget(model);
        int files = stores.files().delete(model);
        stores.claims().remove(model);
        options.listener().report(to -> to.modelDeleted(model, files));
    }
}
