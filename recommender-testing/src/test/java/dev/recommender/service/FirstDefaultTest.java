package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobRecords;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first model to complete becomes the default, though the store fails at the worst moments. */
@SuppressWarnings("try") // Workers work by themselves.
class FirstDefaultTest extends ServiceFixture {
    private final AtomicBoolean defaultFails = new AtomicBoolean();
    private final AtomicBoolean losesCompletion = new AtomicBoolean();
    private final AtomicInteger callsToFail = new AtomicInteger();
    /** Whether all calls for records of models fail. */
    private final AtomicBoolean away = new AtomicBoolean();

    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean awayUntilTheClaimEnds;
    private volatile int callsToFailThen;

    @Test
    @Tag("slow")
    void evenIfTheDefaultCannotBeWrittenForLong() throws IOException {
        defaultFails.set(true);
        try (ModelService troubled = troubled();
                ModelWorker worker = worker(troubled)) {
            ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.COMPLETED);
            assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.COMPLETED);
            assertThat(defaultModel()).isEmpty();
            defaultFails.set(false);
            assertThat(poll(() -> isDefault(model) && !claims().exists(model))).isTrue();
        }
        assertThat(trainings.receive(LONG)).isEmpty();
    }

    @Test
    void evenIfTheReplyToItsCompletionIsLostAndTheStoreIsAwayThen() throws IOException {
        losesCompletion.set(true);
        try (ModelService troubled = troubled();
                ModelWorker worker = worker(troubled)) {
            ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.COMPLETED);
            assertThat(callsToFail.get()).as("calls that did not fail").isNegative();
            assertThat(isDefault(model)).isTrue();
            assertThat(models()).hasSize(1);
        }
    }

    /**
     * Then the worker cannot know that it has completed the model, and counts the attempt as failed, perhaps the last one.
     *
     * @param more calls that fail after that
     */
    @ParameterizedTest
    @CsvSource({"0, 1", "2, 1", "30, 1", "0, 2", "2, 2", "30, 2"})
    @Tag("slow")
    void evenIfTheReplyToItsCompletionIsLostAndTheRegistryIsAwayForLong(int more, int maxAttempts) throws IOException {
        awayUntilTheClaimEnds = true;
        callsToFailThen = more;
        losesCompletion.set(true);
        try (ModelService troubled = troubled();
                ModelWorker worker = hurried(troubled).maxAttempts(maxAttempts).start()) {
            ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
            assertThat(poll(() -> failed.get() > 0 && !away.get())).isTrue();
            assertThat(poll(() -> {
                        // What the worker could not finish with comes again.
                        ahead = ahead.plusMinutes(1);
                        return isDefault(model) && !claims().exists(model);
                    }))
                    .isTrue();
            assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.COMPLETED);
            assertThat(models()).hasSize(1);
        }
        assertThat(failed.get()).isGreaterThanOrEqualTo(18);
        assertThat(outcomes.all())
                .as("an end is not reported if the registry is away then")
                .doesNotContain(TrainingOutcome.CANCELLED, TrainingOutcome.GIVEN_UP, TrainingOutcome.FAILED);
        if (more == 0) {
            assertThat(outcomes.all()).containsExactly(TrainingOutcome.COMPLETED);
        }
        assertThat(poison.receive(LONG)).isEmpty();
    }

    /** A worker is thought dead, another one takes over, the first completes the model and dies before it does the rest. */
    @Test
    @Tag("slow")
    void evenIfAWorkerThatWasTakenOverFromCompletesAModelAndDies() throws IOException {
        ModelRecord trained = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)));
        assertThat(outcomes.next()).isEqualTo(TrainingOutcome.COMPLETED);
        service.registry().deleteAlias(Alias.DEFAULT);
        gate.shut();
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker second = worker("w2").start()) {
            gate.awaitReader();
            TrainingLedger first = TrainingLedger.on(BlobRecords.in(store, "records"), "worker w1");
            first.complete(model, copy(trained.file().orElseThrow(), model), "{}", "completed");
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.CANCELLED);
        }
        assertThat(isDefault(model)).isTrue();
        assertThat(claims().exists(model)).isFalse();
        assertThat(trainings.receive(LONG)).isEmpty();
    }

    private ModelFile copy(ModelFile file, ModelId model) throws IOException {
        ModelFile copy = new ModelFile("models/" + model + "/copy.model", file.size(), file.sha256());
        try (InputStream in = store.get(file.key())) {
            store.put(copy.key(), BlobContent.of(in.readAllBytes()));
        }
        return copy;
    }

    private boolean isDefault(ModelId model) throws IOException {
        return defaultModel().filter(model::equals).isPresent();
    }

    private ModelWorker worker(ModelService troubled) throws IOException {
        return hurried(troubled).start();
    }

    private ModelService troubled() throws IOException {
        return ModelService.builder(new Troubled())
                .trainings(trainings, poison)
                .cacheFolder(folder.resolve("troubled"))
                .build();
    }

    /** Fails at the record of the default, or stores a completion, says that it failed, and is away for some calls. */
    private final class Troubled extends ForwardingBlobStore {
        Troubled() {
            super(store);
        }

        @Override
        public boolean create(String key, BlobContent content) throws IOException {
            check(key);
            boolean created = super.create(key, content);
            if (away.get() && key.contains("claims/") && text(content).contains("\"held\":false")) {
                callsToFail.set(callsToFailThen);
                away.set(false);
            }
            if (key.contains("registry/models/") && completes(content) && losesCompletion.getAndSet(false)) {
                if (awayUntilTheClaimEnds) {
                    away.set(true);
                } else {
                    callsToFail.set(16);
                }
                throw new IOException("the reply was lost");
            }
            return created;
        }

        @Override
        public InputStream get(String key, long offset) throws IOException {
            check(key);
            return super.get(key, offset);
        }

        @Override
        public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
            check(prefix);
            return super.list(prefix, after, limit);
        }

        private void check(String key) throws IOException {
            if (key.contains("registry/alias-default") && defaultFails.get()
                    || key.contains("registry/models/") && (away.get() || callsToFail.getAndDecrement() > 0)) {
                failed.incrementAndGet();
                throw new IOException("injected failure at " + key);
            }
        }

        private static boolean completes(BlobContent content) throws IOException {
            return text(content).contains("\"status\":\"COMPLETED\"");
        }

        private static String text(BlobContent content) throws IOException {
            try (InputStream in = content.open()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
