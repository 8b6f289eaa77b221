package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workers that are killed while they give a model up. Its message is in the poison queue whatever the moment. */
@SuppressWarnings("try") // Workers work by themselves.
class GivingUpTest extends ServiceFixture {
    private enum Moment {
        SENDING,
        SENT,
        FAILING,
        FAILED
    }

    @ParameterizedTest
    @EnumSource(Moment.class)
    void theMessageIsNotLostWithTheWorker(Moment moment) throws IOException {
        gate.fail("the disk is on fire");
        DyingStore dying = new DyingStore(store, Integer.MAX_VALUE / 2);
        try (ModelService killed = on(new Killing(dying, moment));
                ModelService other = on(store)) {
            ModelId model = other.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
            try (ModelWorker worker = hurried(killed)
                    .maxAttempts(1)
                    .visibility(Duration.ofSeconds(1))
                    .start()) {
                assertThat(poll(dying::isDead)).isTrue();
            }
            try (ModelWorker next = hurried(other).maxAttempts(1).start()) {
                ModelRecord failed = other.await(model, LONG);
                assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
                assertThat(failed.message())
                        .startsWith("given up after 1 attempt")
                        .contains("the disk is on fire");
                assertThat(poll(() -> !claims().exists(model))).isTrue();
            }
            assertThat(poisoned()).containsExactly(model.toString());
        }
    }

    /** The models of the messages in the poison queue. */
    private Set<String> poisoned() throws IOException {
        Set<String> models = new HashSet<>();
        try (WorkQueue poisoned = BlobWorkQueue.in(store, "queues/training-poison")) {
            Optional<Delivery> next = poisoned.receive(LONG);
            for (; next.isPresent(); next = poisoned.receive(LONG)) {
                models.add(next.get().body().replaceAll(".*([0-9a-f]{8}-[-0-9a-f]{27}).*", "$1"));
            }
        }
        return models;
    }

    private ModelService on(BlobStore any) throws IOException {
        return ModelService.builder(any)
                .inputs(gate)
                .cacheFolder(Files.createTempDirectory(folder, "cache"))
                .build();
    }

    /** A store that kills the process before or after one of the two steps. */
    private static final class Killing extends ForwardingBlobStore {
        private final DyingStore process;
        private final Moment moment;

        Killing(DyingStore process, Moment moment) {
            super(process);
            this.process = process;
            this.moment = moment;
        }

        @Override
        public boolean create(String key, BlobContent content) throws IOException {
            boolean sends = key.startsWith("queues/training-poison");
            boolean fails = key.contains("registry/models/") && text(content).contains("\"status\":\"FAILED\"");
            if (sends && moment == Moment.SENDING || fails && moment == Moment.FAILING) {
                process.die();
            }
            boolean created = super.create(key, content);
            if (sends && moment == Moment.SENT || fails && moment == Moment.FAILED) {
                process.die();
            }
            return created;
        }

        private static String text(BlobContent content) throws IOException {
            try (InputStream in = content.open()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }
}
