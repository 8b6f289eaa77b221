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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that are killed while they give a model up. Its message is in the poison queue whatever the moment. */
@SuppressWarnings("try") // Workers work by themselves.
@Tag("slow")
class GivingUpTest {
    /** Tests that mostly wait, several at a time; being nested, they do so while no other class does anything. */
    @Nested
    @Execution(ExecutionMode.CONCURRENT)
    class Steps extends ServiceFixture {
        /** How often a record is written before its change fails: three times, each of four calls of the store. */
        private static final int WRITES = 12;

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
                assertThat(poisoned()).as("at least once").containsOnly(model.toString());
            }
        }

        /** So many attempts to fail the model do not get its record written. */
        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2})
        void eachAttemptToFailTheModelSendsTheMessage(int cutShort) throws IOException {
            gate.fail("the disk is on fire");
            AtomicInteger left = new AtomicInteger(cutShort * WRITES);
            BlobStore failing = new ForwardingBlobStore(store) {
                @Override
                public boolean create(String key, BlobContent content) throws IOException {
                    if (isFailure(key, content) && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0) {
                        throw new IOException("the record cannot be written");
                    }
                    return super.create(key, content);
                }
            };
            try (ModelService any = on(failing)) {
                ModelId model = any.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
                try (ModelWorker worker = hurried(any)
                        .maxAttempts(1)
                        .visibility(Duration.ofSeconds(1))
                        .start()) {
                    assertThat(worker.name()).isNotEmpty();
                    assertThat(any.await(model, LONG).status()).isEqualTo(ModelStatus.FAILED);
                    assertThat(poll(() -> !claims().exists(model))).isTrue();
                }
                assertThat(left).hasValue(0);
                assertThat(poisoned()).isEqualTo(Collections.nCopies(cutShort + 1, model.toString()));
            }
        }

        /** The models of the messages in the poison queue. */
        private List<String> poisoned() throws IOException {
            List<String> models = new ArrayList<>();
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
                boolean fails = isFailure(key, content);
                if (sends && moment == Moment.SENDING || fails && moment == Moment.FAILING) {
                    process.die();
                }
                boolean created = super.create(key, content);
                if (sends && moment == Moment.SENT || fails && moment == Moment.FAILED) {
                    process.die();
                }
                return created;
            }
        }

        private static boolean isFailure(String key, BlobContent content) throws IOException {
            try (InputStream in = content.open()) {
                return key.contains("registry/models/")
                        && new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("\"status\":\"FAILED\"");
            }
        }
    }
}
