package dev.recommender.internal.worker;

import dev.recommender.registry.ModelId;
import dev.recommender.storage.Delivery;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes what is stored of models that were deleted. */
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
            LOG.warn("a deletion message is none: it goes to the poison queue");
            stores.poisonedDeletions().send(delivery.body());
            delivery.complete();
            return;
        }
        try {
            delete(model.get());
            delivery.complete();
        } catch (IOException e) {
            if (delivery.attempt() < MAX_ATTEMPTS) {
                delivery.abandon(options.backoff(delivery.attempt()));
                throw e;
            }
            LOG.warn("model {} could not be deleted {} times; a sweep will", model.get(), MAX_ATTEMPTS, e);
            stores.poisonedDeletions().send(delivery.body());
            delivery.complete();
        }
    }

    private void delete(ModelId model) throws IOException {
        if (stores.registry().find(model).isPresent()) {
            LOG.warn("model {} is to be deleted but still registered; it stays", model);
            return;
        }
        int files = stores.provider().delete(model);
        stores.claims().remove(model);
        options.tell(listener -> listener.modelDeleted(model, files));
    }
}
