package dev.recommender.service;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.worker.InputFiles;
import dev.recommender.internal.worker.ModelMessage;
import dev.recommender.internal.worker.WorkerStores;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelProvider;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.compat.RequestText;
import dev.recommender.service.compat.RetiredParameters;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models as a service, for any number of applications that share a store: ask for a training, have workers do it, and get
 * recommendations from the trained model, by its id, by an alias, or from the default.
 *
 * <pre>{@code
 * ModelService service = ModelService.on(store);
 * ModelId id = service.requestTraining(TrainingRequest.of("usage/").catalog("catalog.csv").withHistories());
 * try (ModelWorker worker = service.startWorker()) {    // usually another process
 *     service.await(id, Duration.ofMinutes(5));
 * }
 * Recommendations next = service.recommend(id, Query.user("u42").count(10));
 * }</pre>
 *
 * <p>Shared freely between threads. All state is in the store; a second service on the same store sees the same models.
 */
public final class ModelService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelService.class);
    private static final int MAX_COUNT = 100;
    private static final int MAX_PARAMETERS = 1000;
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final WorkerStores stores;
    private final Cache<ModelId, RetiredParameters> parameters =
            Caffeine.newBuilder().maximumSize(MAX_PARAMETERS).build();

    ModelService(WorkerStores stores) {
        this.stores = stores;
    }

    /** A service that keeps everything in this store, which stays the caller's to close. */
    public static ModelService on(BlobStore store) throws IOException {
        return builder(store).build();
    }

    /** A builder of services that keep in this store what they are not told to keep elsewhere. */
    public static ModelServiceBuilder builder(BlobStore store) {
        return new ModelServiceBuilder(store);
    }

    /**
     * Asks for a model, which a worker will train.
     *
     * @return the id of the model, which is created now
     * @throws InvalidParametersException if a file or folder that the request names is not in the store
     * @throws IOException if the store cannot be reached; the model may have been requested all the same
     */
    public ModelId requestTraining(TrainingRequest request) throws IOException {
        requireInputs(request);
        ModelId model = stores.registry()
                .create(request.description(), request.toJson())
                .id();
        try {
            stores.trainings().send(ModelMessage.write(model));
        } catch (IOException e) {
            try {
                stores.registry().delete(model);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        return model;
    }

    /**
     * Gives up a training that has not ended: the model fails. A worker that is at it stops within a few seconds.
     *
     * @return whether this call did it; false if the model was completed or had failed before
     * @throws dev.recommender.registry.UnknownModelException if there is no such model
     */
    public boolean cancel(ModelId model) throws IOException {
        try {
            stores.registry().fail(model, "Cancelled", Optional.empty());
            return true;
        } catch (IllegalTransitionException e) {
            return false;
        }
    }

    /**
     * Deletes a model, whatever its status. It is gone from the registry when this returns; a worker deletes its files.
     *
     * @return whether there was such a model
     */
    public boolean delete(ModelId model) throws IOException {
        boolean deleted = stores.registry().delete(model);
        if (deleted) {
            try {
                stores.deletions().send(ModelMessage.write(model));
            } catch (IOException e) {
                LOG.warn("the files of model {} are left to a worker's sweep: {}", model, Failures.told(e));
            }
        }
        return deleted;
    }

    /**
     * Waits until a model is completed or has failed, but no longer than it is told to.
     *
     * @return the model as it was last seen: it may still be waited for
     * @throws dev.recommender.registry.UnknownModelException if there is no such model, or not any longer
     */
    public ModelRecord await(ModelId model, Duration atMost) throws IOException {
        long start = System.nanoTime();
        while (true) {
            ModelRecord record = stores.registry().get(model);
            long left = atMost.toNanos() - (System.nanoTime() - start);
            if (record.status().isFinal() || left <= 0) {
                return record;
            }
            try {
                Thread.sleep(Math.max(1, Math.min(LOOK_EVERY.toMillis(), left / 1_000_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for model " + model);
            }
        }
    }

    /** The models there are, which one is the default, and the aliases. Models are deleted by {@link #delete}. */
    public ModelRegistry registry() {
        return stores.registry();
    }

    /** The completed models, opened: for questions that {@link #recommend(ModelId, Query)} does not answer. */
    public ModelProvider provider() {
        return stores.provider();
    }

    /**
     * What a model recommends. Whether seen items may be recommended and short lists are filled is as the training's
     * parameters say; a query can allow seen items and leave lists short, too.
     *
     * @param query for 1 to 100 items
     * @throws IllegalArgumentException if the query is for more
     * @throws dev.recommender.registry.UnknownModelException if there is no such model
     * @throws dev.recommender.registry.ModelNotCompletedException if it is not completed
     * @throws dev.recommender.registry.ModelUnavailableException if its file is missing or damaged
     */
    public Recommendations recommend(ModelId model, Query query) throws IOException {
        requireCount(query);
        try (ModelLease lease = stores.provider().open(model)) {
            return answer(lease, query);
        }
    }

    /**
     * What the model recommends that answers for the query's user under an alias; see {@link #recommend(ModelId, Query)}.
     *
     * @throws dev.recommender.registry.UnknownAliasException if there is no such alias
     * @throws dev.recommender.registry.UnknownModelException if it has no model any longer
     */
    public Recommendations recommend(String alias, Query query) throws IOException {
        requireCount(query);
        try (ModelLease lease = stores.provider().openAlias(alias, query.user())) {
            return answer(lease, query);
        }
    }

    /**
     * What the default model recommends; see {@link #recommend(ModelId, Query)}.
     *
     * @throws dev.recommender.registry.UnknownModelException if there is no default
     */
    public Recommendations recommend(Query query) throws IOException {
        requireCount(query);
        try (ModelLease lease = stores.provider().openDefault()) {
            return answer(lease, query);
        }
    }

    /**
     * A worker for this service's models in this process, with the default options; the caller closes it.
     *
     * @throws IOException if its folder cannot be created
     */
    public ModelWorker startWorker() throws IOException {
        return worker().start();
    }

    /** A builder of workers for this service's models. */
    public ModelWorker.Builder worker() {
        return new ModelWorker.Builder(stores);
    }

    /** Closes the opened models. Workers that were started are closed before. */
    @Override
    public void close() {
        stores.provider().close();
    }

    private Recommendations answer(ModelLease lease, Query query) {
        ModelRecord model = lease.model();
        RetiredParameters known = parameters.get(model.id(), id -> RequestText.parameters(model.parameters()));
        return lease.recommender().recommend(known.applyTo(query));
    }

    private void requireInputs(TrainingRequest request) throws IOException {
        List<String> violations = new ArrayList<>();
        if (InputFiles.find(stores.inputs(), request.usage()).isEmpty()) {
            violations.add(InputFiles.missing("usage", request.usage()));
        }
        if (request.catalog().isPresent()
                && stores.inputs().info(request.catalog().get()).isEmpty()) {
            violations.add(
                    "catalog: the store has no file \"" + request.catalog().get() + "\"");
        }
        if (request.evaluation().isPresent()
                && InputFiles.find(stores.inputs(), request.evaluation().get()).isEmpty()) {
            violations.add(InputFiles.missing("evaluation", request.evaluation().get()));
        }
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
    }

    private static void requireCount(Query query) {
        if (query.count() > MAX_COUNT) {
            throw new IllegalArgumentException("count must be from 1 to " + MAX_COUNT + ": " + query.count());
        }
    }
}
