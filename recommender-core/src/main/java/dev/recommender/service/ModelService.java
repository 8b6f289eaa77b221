package dev.recommender.service;

import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.Recommender;
import dev.recommender.Violation;
import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.serving.BlobModelProvider;
import dev.recommender.internal.serving.ModelFiles;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.internal.util.ThisProcess;
import dev.recommender.internal.worker.Claims;
import dev.recommender.internal.worker.FileInspection;
import dev.recommender.internal.worker.FileSplit;
import dev.recommender.internal.worker.Forgetting;
import dev.recommender.internal.worker.ModelMessage;
import dev.recommender.internal.worker.OwnModels;
import dev.recommender.internal.worker.Publishing;
import dev.recommender.internal.worker.WorkerStores;
import dev.recommender.registry.Answer;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.Forgotten;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.Inspection;
import dev.recommender.registry.InvalidRequestException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelProvider;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ProviderListener;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UsageSplit;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models as a service, for any number of applications that share a store. An application requests a training, workers
 * do it, and the trained model gives recommendations, by its id or by an alias.
 *
 * <pre>{@code
 * ModelService service = ModelService.on(store);
 * ModelId id = service.requestTraining(TrainingRequest.of("usage/").catalog("catalog.csv").with("supportThreshold", 6));
 * try (ModelWorker worker = service.startWorker()) {    // usually another process
 *     service.await(id, Duration.ofMinutes(5));
 * }
 * Answer answer = service.recommend(id, Query.user("u42").count(10));
 * }</pre>
 *
 * <p>Shared freely between threads. All state is in the store; a second service on the same store sees the same models.
 */
public final class ModelService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModelService.class);
    private static final Duration MAKER = Duration.ofMinutes(1);
    private static final Duration STATUS_INTERVAL = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final WorkerStores stores;
    private final boolean owner;

    private ModelService(WorkerStores stores, boolean owner) {
        this.stores = stores;
        this.owner = owner;
    }

    /** A service that keeps everything in this store, which stays the caller's to close. */
    public static ModelService on(BlobStore store) throws IOException {
        return builder(store).build();
    }

    /**
     * The same service, which records changes as made by this actor: a person, a program. It shares everything with this one, which
     * alone has to be closed: to close the other has no effect.
     *
     * @throws IllegalArgumentException if the name does not have 1 to 100 characters, or is blank
     */
    public ModelService as(String actor) {
        return new ModelService(stores.as(actor), false);
    }

    /** A builder of services that keep everything in this store that is not given another place. */
    public static Builder builder(BlobStore store) {
        return new Builder(store);
    }

    /**
     * Requests a model, which a worker will train. The request is recorded with all parameters of its algorithm.
     *
     * @return the id of the model, which is created now
     * @throws InvalidParametersException if the algorithm is not installed, if a parameter or option is unknown, not
     *     allowed or without effect, if a file or folder is not in the store, or if the request has more than 32,768
     *     characters of JSON. The exception names every violation. Nothing was recorded
     * @throws IOException if the store cannot be reached; the model may have been requested all the same
     */
    public ModelId requestTraining(TrainingRequest request) throws IOException {
        TrainingRequest complete = new RequestCheck(stores.inputs()).complete(request);
        ModelId model = stores.ledger()
                .create(complete.description(), complete.toJson())
                .id();
        try {
            stores.trainings().send(ModelMessage.write(model));
        } catch (IOException e) {
            try {
                stores.ledger().delete(model);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        return model;
    }

    /**
     * All that is wrong with a request that cannot be read as a whole: with its JSON, and what {@link #requestTraining} would say of
     * the rest. What may follow from a field that could not be read is left out.
     *
     * @throws IOException if the store cannot be reached
     */
    public List<Violation> violations(InvalidRequestException refusal) throws IOException {
        return new RequestCheck(stores.inputs()).violations(refusal);
    }

    /**
     * What is wrong with the files of a request, and with how they are to be read: those of usage events, of a catalog, and to
     * evaluate with. Empty if nothing is.
     *
     * @throws IOException if the store cannot be reached
     */
    public List<Violation> fileViolations(TrainingRequest request) throws IOException {
        return new RequestCheck(stores.inputs()).files(request);
    }

    /**
     * Looks into usage events as a training would read them. Of long files the start is read, 64 MiB together.
     *
     * @param path a file or a folder of the store
     * @param format how the files are read
     * @throws InvalidParametersException if there are no such files, or they cannot be read as the format says
     * @throws IOException if the store cannot be reached
     */
    public Inspection inspectUsage(String path, FileFormat format) throws IOException {
        TrainingRequest request = TrainingRequest.of(path).files(format);
        return FileInspection.ofUsage(request, stores.inputs(), PrivateFolders.temporary("recommender-looks"));
    }

    /**
     * Looks into a catalog as a training would read it. Of a long file the start is read, 64 MiB.
     *
     * @param path a file of the store
     * @param format how the file is read
     * @throws InvalidParametersException if there is no such file, or it cannot be read as the format says
     * @throws IOException if the store cannot be reached
     */
    public Inspection inspectCatalog(String path, FileFormat format) throws IOException {
        TrainingRequest request = TrainingRequest.of(path).catalog(path).files(format);
        return FileInspection.ofCatalog(request, stores.inputs(), PrivateFolders.temporary("recommender-looks"));
    }

    /**
     * Divides usage events into earlier ones to train on and later ones to evaluate with, and writes both into the store as CSV
     * with a header. Events without a time are earlier ones; if none has a time, the later ones are drawn, always the same.
     *
     * @param path a file or a folder of the store
     * @param format how the files are read
     * @param share the part of the events that is earlier, more than 0 and less than 1
     * @param training the name of the file of earlier events
     * @param evaluation the name of the file of later events
     * @param existing what becomes of other files of these names
     * @throws dev.recommender.registry.FileExistsException if such a file is to stay. Nothing was written, unless the
     *     second file was made by somebody else in the meantime: then the first of this split is there
     * @throws InvalidParametersException if the share is out of range, if the names are not three, if there are no such files,
     *     or if they cannot be read as the format says or cannot be divided
     * @throws IOException if the store cannot be reached
     */
    public UsageSplit splitUsage(
            String path,
            FileFormat format,
            double share,
            String training,
            String evaluation,
            UsageSplit.Existing existing)
            throws IOException {
        if (!(share > 0 && share < 1)) {
            throw InvalidParametersException.of(
                    Violation.ofValue("share", "must be more than 0 and less than 1", Double.toString(share)));
        }
        TrainingRequest request = TrainingRequest.of(path).files(format);
        if (training.equals(evaluation) || List.of(training, evaluation).contains(request.usage())) {
            String allowed = "must be two files other than the usage";
            throw InvalidParametersException.of(Violation.of(
                            "training and evaluation " + allowed + ": \"" + training + "\", \"" + evaluation + "\"")
                    .at(training.equals(request.usage()) ? "training" : "evaluation")
                    .value(training.equals(request.usage()) ? training : evaluation)
                    .remedy(allowed));
        }
        Path folder = PrivateFolders.temporary("recommender-looks");
        return FileSplit.write(request, stores.inputs(), share, folder, List.of(training, evaluation), existing);
    }

    /**
     * Cancels a training that has not ended: the model fails. A worker that is training it stops within a few seconds.
     *
     * @return whether this call did it; false if the model was completed or had failed before
     * @throws dev.recommender.registry.UnknownModelException if there is no such model
     */
    public boolean cancel(ModelId model) throws IOException {
        try {
            stores.ledger().fail(model, "cancelled", Optional.empty());
            return true;
        } catch (IllegalTransitionException e) {
            return false;
        }
    }

    /**
     * Asks a tuning to end its search and to go on with the best so far: the check, and the training on all events. A worker that is
     * at it does so within a few seconds. Before any trial was measured, it waits for the first. Where the search has ended
     * already, this changes nothing. If the attempt is lost, the next one begins anew, and can be asked again; what is asked before the
     * first attempt holds for all.
     *
     * @return whether it was noted; false if the model is not found by a tuning, or its training has ended
     * @throws dev.recommender.registry.UnknownModelException if there is no such model
     */
    public boolean finish(ModelId model) throws IOException {
        return stores.ledger().finish(model);
    }

    /**
     * Deletes a model, regardless of its status, unless it answers under an alias. It is gone from the registry when this
     * returns. A worker deletes its files. What {@link #forget} is about to replace the model by goes with it.
     *
     * <p>The aliases are read right before the deletion. If one is set to the model in between, it loses it, as by {@link
     * #deleteWithItsShares}.
     *
     * @return whether there was such a model
     * @throws dev.recommender.registry.ModelAnswersException if it answers under an alias, or if what it is about to be replaced by
     *     does; nothing is changed
     */
    public boolean delete(ModelId model) throws IOException {
        Optional<ModelId> other = givesWayTo(model);
        return deleted(model, other, stores.ledger().deleteUnlessAnswering(model));
    }

    /**
     * Deletes a model as {@link #delete} does, also if it answers under aliases. It is gone from all of them when this returns. An
     * alias that had this model alone has none then, and whoever asks by it gets no answer.
     *
     * @return whether there was such a model
     */
    public boolean deleteWithItsShares(ModelId model) throws IOException {
        Optional<ModelId> other = givesWayTo(model);
        return deleted(model, other, stores.ledger().delete(model));
    }

    /** What is deleted with a model. */
    private Optional<ModelId> givesWayTo(ModelId model) throws IOException {
        return stores.registry().find(model).flatMap(ModelRecord::givesWayTo);
    }

    private boolean deleted(ModelId model, Optional<ModelId> other, boolean deleted) {
        if (deleted) {
            try {
                stores.deletions().send(ModelMessage.write(model));
            } catch (IOException e) {
                LOG.warn("the files of model {} are left to a worker's sweep: {}", model, Failures.describe(e));
            }
            stores.provider().followDeletion(model);
            other.ifPresent(stores.provider()::followDeletion);
        }
        return deleted;
    }

    /**
     * Makes a model file that was trained elsewhere a completed model. The file is checked and stays as it is. The first model of
     * a store becomes its default, as a trained one does; if the process ends before that, a worker's sweep does it.
     *
     * @param modelFile a file of any kind that an installed algorithm opens
     * @param description what the model is, for people; may be empty
     * @throws InvalidParametersException if the description is too long
     * @throws dev.recommender.ModelFormatException if the file is no model, damaged, or of a kind that no installed algorithm
     *     opens
     * @throws IOException if the file cannot be read or the store cannot be reached; then the model may have been published
     *     all the same, as a whole
     */
    public ModelId publish(Path modelFile, String description) throws IOException {
        return publish(modelFile, description, MAKER);
    }

    /**
     * As the other method.
     *
     * @param maker how long the claim of a process that makes a model outlives it
     */
    ModelId publish(Path modelFile, String description, Duration maker) throws IOException {
        TrainingRequest.requireDescription(description);
        return new Publishing(stores, new OwnModels(stores, maker)).publish(modelFile, description);
    }

    /**
     * Forgets users in all completed models. A model that holds one is replaced by a new one without them, which has the same
     * request and statistics and takes its shares of all aliases, now and in their history. The old one is deleted with its file
     * and its copies on this machine. Models that do not hold them stay.
     *
     * <p>May be repeated, and finishes what a call that was cut short has left. The files to train on are the caller's, and so
     * are the trainings that wait or run: remove the users from the files first.
     *
     * @return what was done, and which models could not be looked into
     * @throws IOException if the store cannot be reached; call again to finish
     */
    public Forgotten forget(Collection<String> users) throws IOException {
        return forget(users, MAKER);
    }

    /**
     * As the other method.
     *
     * @param maker how long the claim of a process that makes a model outlives it
     */
    Forgotten forget(Collection<String> users, Duration maker) throws IOException {
        return new Forgetting(stores, new OwnModels(stores, maker), users).run();
    }

    /**
     * Waits until a model is completed or has failed.
     *
     * @param atMost how long to wait; more than 292 years are for ever
     * @return the model as it was last seen, which after that time may be neither
     * @throws dev.recommender.registry.UnknownModelException if there is no such model, or if it is deleted in the
     *     meantime
     */
    public ModelRecord await(ModelId model, Duration atMost) throws IOException {
        long start = System.nanoTime();
        long most = atMost.isNegative() ? 0 : atMost.compareTo(LONGEST) < 0 ? atMost.toNanos() : Long.MAX_VALUE;
        while (true) {
            ModelRecord record = stores.registry().get(model);
            long left = most - (System.nanoTime() - start);
            if (record.status().isFinal() || left <= 0) {
                return record;
            }
            try {
                Thread.sleep(Math.max(1, Math.min(STATUS_INTERVAL.toMillis(), left / 1_000_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while waiting for model " + model);
            }
        }
    }

    /** The models there are, and the aliases under which they answer. */
    public ModelRegistry registry() {
        return stores.registry();
    }

    /** The completed models, opened; the other methods of this class that open and recommend use it, too. */
    public ModelProvider provider() {
        return stores.provider();
    }

    /** A completed model, for answers, names and origin of one model; see {@link ModelProvider#open(ModelId)}. */
    public ModelLease open(ModelId model) throws IOException {
        return stores.provider().open(model);
    }

    /** The model that answers for a user under an alias; see {@link ModelProvider#open(String, Optional)}. */
    public ModelLease open(String alias, Optional<String> user) throws IOException {
        return stores.provider().open(alias, user);
    }

    /** What a model recommends; see {@link ModelProvider#recommend(ModelId, Query)}. */
    public Answer recommend(ModelId model, Query query) throws IOException {
        return stores.provider().recommend(model, query);
    }

    /**
     * What the model recommends that answers for the query's user under an alias; see {@link
     * ModelProvider#recommend(String, Query)}.
     */
    public Answer recommend(String alias, Query query) throws IOException {
        return stores.provider().recommend(alias, query);
    }

    /** What the default model recommends; see {@link ModelProvider#recommend(Query)}. */
    public Answer recommend(Query query) throws IOException {
        return stores.provider().recommend(query);
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
        if (owner) {
            stores.provider().close();
        }
    }

    /**
     * Collects where a service keeps what, and how it opens models; each option is checked when it is given. What is passed
     * in stays the caller's to close. Not shared between threads.
     */
    public static final class Builder {
        private final BlobStore store;
        private BlobStore inputs;
        private @Nullable VersionedRecords records;
        private @Nullable WorkQueue trainings;
        private @Nullable WorkQueue poisonedTrainings;
        private @Nullable WorkQueue deletions;
        private @Nullable WorkQueue poisonedDeletions;
        private String actor = ThisProcess.name();
        private @Nullable Path cacheFolder;
        private final BlobModelProvider.Builder provider = BlobModelProvider.builder();

        private Builder(BlobStore store) {
            this.store = Arguments.requireNonNull("store", store);
            this.inputs = store;
        }

        /** Where the files to train on are; default: in the store of the models. */
        public Builder inputs(BlobStore store) {
            this.inputs = Arguments.requireNonNull("inputs", store);
            return this;
        }

        /** Where the registry and the claims are; default: in the store under {@code records/}. */
        public Builder records(VersionedRecords records) {
            this.records = Arguments.requireNonNull("records", records);
            return this;
        }

        /**
         * The queue of trainings; default: in the store under {@code queues/}.
         *
         * @param queue the messages
         * @param poison gets those that were given up; nobody receives them
         */
        public Builder trainings(WorkQueue queue, WorkQueue poison) {
            this.trainings = Arguments.requireNonNull("queue", queue);
            this.poisonedTrainings = Arguments.requireNonNull("poison", poison);
            return this;
        }

        /**
         * The queue of deletions; default: in the store under {@code queues/}.
         *
         * @param queue the messages
         * @param poison gets those that were given up; nobody receives them
         */
        public Builder deletions(WorkQueue queue, WorkQueue poison) {
            this.deletions = Arguments.requireNonNull("queue", queue);
            this.poisonedDeletions = Arguments.requireNonNull("poison", poison);
            return this;
        }

        /**
         * Who makes the changes in the registry's histories; default: host and process.
         *
         * @throws IllegalArgumentException if it does not have 1 to 100 characters, or is blank
         */
        public Builder actor(String name) {
            this.actor = TrainingLedger.requireActor(Arguments.requireNonNull("actor", name));
            return this;
        }

        /**
         * Where models are copied to when they are opened: a folder that any number of processes of a machine share.
         * Default: a folder of this user's own among the temporary files.
         */
        public Builder cacheFolder(Path folder) {
            this.cacheFolder = Arguments.requireNonNull("cacheFolder", folder);
            return this;
        }

        /**
         * How many bytes the local copies may have together; default: 20 GiB. Copies in use count, but stay even if they
         * exceed it. A larger model is refused.
         */
        public Builder cacheBytes(long bytes) {
            provider.folderBytes(Arguments.requireAtLeast("cacheBytes", bytes, 1L));
            return this;
        }

        /**
         * How many bytes the files of open models that were asked for by id may have together; default: 8 GiB. The
         * models of aliases in use stay open regardless of their size.
         */
        public Builder openBytes(long bytes) {
            provider.openBytes(bytes);
            return this;
        }

        /** How long a model stays open after it was last asked for, at least a millisecond; default: a day. */
        public Builder expiry(Duration time) {
            provider.expiry(time);
            return this;
        }

        /**
         * How often aliases and models in use are looked up again, at least a millisecond apart; default: every 10 seconds. What
         * this service changes itself shows in its next answer.
         */
        public Builder refreshInterval(Duration time) {
            provider.refreshInterval(time);
            return this;
        }

        /**
         * What to ask each model before it answers callers; default: one query for popular items. A model for which this
         * throws is refused.
         */
        public Builder warmUp(Consumer<Recommender> questions) {
            provider.warmUp(questions);
            return this;
        }

        /** Is called with models that are opened and closed, and with aliases; default: nothing is. */
        public Builder listener(ProviderListener listener) {
            provider.listener(listener);
            return this;
        }

        /**
         * A service. Its aliases take only models that can be opened, and that the store still has as they were stored.
         *
         * @throws IOException if the folder of copies cannot be used
         */
        public ModelService build() throws IOException {
            VersionedRecords kept = records == null ? BlobRecords.in(store, "records") : records;
            BlobModelProvider models = provider.open(
                    store,
                    RecordModelRegistry.on(kept, actor),
                    cacheFolder == null ? PrivateFolders.temporary("recommender-models") : cacheFolder);
            RecordModelRegistry registry = RecordModelRegistry.checked(kept, actor, models::check, models::follow);
            return new ModelService(
                    new WorkerStores(
                            inputs,
                            registry,
                            TrainingLedger.on(kept, actor),
                            new ModelFiles(store),
                            models,
                            new Claims(kept, InstantSource.system()),
                            queue(trainings, "training"),
                            queue(poisonedTrainings, "training-poison"),
                            queue(deletions, "deletion"),
                            queue(poisonedDeletions, "deletion-poison")),
                    true);
        }

        private WorkQueue queue(@Nullable WorkQueue given, String name) {
            return given == null ? BlobWorkQueue.in(store, "queues/" + name) : given;
        }
    }
}
