package dev.recommender.cli;

import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelId;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which store a command works on. */
final class StoreOptions {
    @Option(
            names = "--store",
            paramLabel = "STORE",
            required = true,
            description = "The store of models and data: a folder, s3://bucket/prefix, or azure://container/prefix.")
    String store = "";

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where models are copied to when they are opened; default: a folder for temporary files.")
    @Nullable
    Path cache;

    /** What is done with a service. */
    @FunctionalInterface
    interface Body {
        void run(ModelService service) throws IOException;
    }

    /** What is done with a service and its store. */
    @FunctionalInterface
    interface StoreBody {
        void run(BlobStore store, ModelService service) throws IOException;
    }

    /** Runs something with a service on the store. */
    void run(Body body) throws IOException {
        run(Duration.ofSeconds(10), body);
    }

    /**
     * Runs something with a service on the store.
     *
     * @param refresh how often aliases in use are looked up again
     */
    void run(Duration refresh, Body body) throws IOException {
        runOnStore(builder -> builder.refreshInterval(refresh), (opened, service) -> body.run(service));
    }

    /**
     * Runs something with a service and its store.
     *
     * @param options of the service, besides those of this command line
     */
    void runOnStore(UnaryOperator<ModelService.Builder> options, StoreBody body) throws IOException {
        if (cache != null) {
            OutputFile.requireFolder("--cache", cache);
        }
        try (BlobStore opened = Stores.open(store)) {
            ModelService.Builder builder = options.apply(ModelService.builder(opened));
            try (ModelService service = (cache == null ? builder : builder.cacheFolder(cache)).build()) {
                body.run(opened, service);
            }
        }
    }

    /**
     * The model of an id.
     *
     * @throws UsageException if it is not an id
     */
    static ModelId id(String text) {
        try {
            return ModelId.parse(text);
        } catch (InvalidModelIdException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
