package dev.recommender.service;

import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.internal.serving.BlobModelProvider;
import dev.recommender.internal.serving.ModelBlobs;
import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.internal.util.ThisProcess;
import dev.recommender.internal.worker.Claims;
import dev.recommender.internal.worker.WorkerStores;
import dev.recommender.registry.ModelProvider;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Collects where a {@link ModelService} keeps what, which is in one store if nothing else is said. What is passed in stays
 * the caller's to close. Not shared between threads.
 */
public final class ModelServiceBuilder {
    private final BlobStore store;
    private BlobStore inputs;
    private @Nullable VersionedRecords records;
    private @Nullable WorkQueue trainings;
    private @Nullable WorkQueue poisonedTrainings;
    private @Nullable WorkQueue deletions;
    private @Nullable WorkQueue poisonedDeletions;
    private String actor = ThisProcess.name();
    private @Nullable Path cacheFolder;
    private UnaryOperator<BlobModelProvider.Builder> provider = UnaryOperator.identity();

    ModelServiceBuilder(BlobStore store) {
        this.store = store;
        this.inputs = store;
    }

    /** Where the files to train on are, if not in the same store as the models. */
    public ModelServiceBuilder inputs(BlobStore store) {
        this.inputs = store;
        return this;
    }

    /** Where the registry and the claims are; in the store under {@code records/} if not said. */
    public ModelServiceBuilder records(VersionedRecords records) {
        this.records = records;
        return this;
    }

    /**
     * What tells workers of trainings; in the store under {@code queues/} if not said.
     *
     * @param queue the messages
     * @param poison gets those that were given up; nobody receives them
     */
    public ModelServiceBuilder trainings(WorkQueue queue, WorkQueue poison) {
        this.trainings = queue;
        this.poisonedTrainings = poison;
        return this;
    }

    /**
     * What tells workers of deletions; in the store under {@code queues/} if not said.
     *
     * @param queue the messages
     * @param poison gets those that were given up; nobody receives them
     */
    public ModelServiceBuilder deletions(WorkQueue queue, WorkQueue poison) {
        this.deletions = queue;
        this.poisonedDeletions = poison;
        return this;
    }

    /** Who makes the changes in the registry's histories: 1 to 100 characters; host and process if not said. */
    public ModelServiceBuilder actor(String name) {
        this.actor = name;
        return this;
    }

    /**
     * Where models are copied to when they are opened, a folder that any number of processes of a machine share; a folder
     * of this user's own among the temporary files if not said.
     */
    public ModelServiceBuilder cacheFolder(Path folder) {
        this.cacheFolder = folder;
        return this;
    }

    /** Sets options of the provider, such as its limits or its listener. */
    public ModelServiceBuilder provider(UnaryOperator<BlobModelProvider.Builder> options) {
        this.provider = options;
        return this;
    }

    /**
     * A service.
     *
     * @throws IOException if the folder of copies cannot be used
     */
    public ModelService build() throws IOException {
        VersionedRecords kept = records == null ? BlobRecords.in(store, "records") : records;
        RecordModelRegistry unchecked = RecordModelRegistry.on(kept, actor);
        ModelProvider models = provider.apply(BlobModelProvider.builder(
                        store,
                        unchecked,
                        cacheFolder == null ? PrivateFolders.temporary("recommender-models") : cacheFolder))
                .build();
        // What cannot be opened becomes neither the default nor an alias.
        ModelRegistry registry = unchecked.checkedBy(model -> models.open(model).close());
        return new ModelService(new WorkerStores(
                inputs,
                registry,
                models,
                new ModelBlobs(store, registry),
                new Claims(kept, InstantSource.system()),
                queue(trainings, "training"),
                queue(poisonedTrainings, "training-poison"),
                queue(deletions, "deletion"),
                queue(poisonedDeletions, "deletion-poison")));
    }

    private WorkQueue queue(@Nullable WorkQueue given, String name) {
        return given == null ? BlobWorkQueue.in(store, "queues/" + name) : given;
    }
}
