package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The first model to complete becomes the default, though the store fails at the worst moments. */
@SuppressWarnings("try") // Workers work by themselves.
class FirstDefaultTest extends ServiceFixture {
    private final AtomicBoolean defaultFails = new AtomicBoolean();
    private final AtomicBoolean losesCompletion = new AtomicBoolean();
    private final AtomicInteger callsToFail = new AtomicInteger();

    @Test
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
            if (key.contains("registry/models/") && completes(content) && losesCompletion.getAndSet(false)) {
                callsToFail.set(16);
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
                    || key.contains("registry/models/") && callsToFail.getAndDecrement() > 0) {
                throw new IOException("injected failure at " + key);
            }
        }

        private static boolean completes(BlobContent content) throws IOException {
            try (InputStream in = content.open()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("\"status\":\"COMPLETED\"");
            }
        }
    }
}
