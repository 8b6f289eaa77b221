package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that fails at one thing, with pauses between the attempts that no test waits for. */
@SuppressWarnings("try") // Workers work by themselves.
class FailingStoreTest extends ServiceFixture {
    private static final String FULL = "No space left on device";

    private final AtomicBoolean full = new AtomicBoolean(true);
    private final LinkedBlockingQueue<String> reported = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @ValueSource(strings = {"models/", "inputs/"})
    @Tag("slow")
    void aFailedTransferIsRecordedAndReportedAtOnce(String failing) throws Exception {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelService troubled = on(new Failing(failing));
                ModelWorker worker = hurried(troubled)
                        .transferRetryDelay(Duration.ofDays(1))
                        .listener(new WorkerListener() {
                            @Override
                            public void storeFailed(IOException failure) {
                                reported.add(failure.getMessage());
                            }
                        })
                        .start()) {
            assertThat(reported.poll(1, TimeUnit.MINUTES)).contains(FULL);
            assertThat(poll(() -> message(model).contains(FULL))).isTrue();
            assertThat(message(model)).startsWith("the store fails, trying again: ");
            assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.IN_PROGRESS);
        }
    }

    @Test
    @Tag("slow")
    void theTrainingGoesOnWhenTheReasonHasPassed() throws Exception {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelService troubled = on(new Failing("models/"));
                ModelWorker worker = hurried(troubled)
                        .transferRetryDelay(Duration.ofSeconds(1))
                        .listener(new WorkerListener() {
                            @Override
                            public void storeFailed(IOException failure) {
                                full.set(false);
                            }
                        })
                        .start()) {
            ModelRecord trained = service.await(model, LONG);
            assertThat(trained.status()).isEqualTo(ModelStatus.COMPLETED);
            assertThat(trained.message()).isEqualTo("completed");
        }
    }

    @Test
    void aWorkerDeletesWhatKilledOnesHaveLeftWhenItStarts() throws Exception {
        Path killed = Files.createDirectories(
                work().resolve("training_" + machine() + "_" + endedProcess() + "_1_" + "x".repeat(36)));
        Files.writeString(Files.createDirectory(killed.resolve("usage")).resolve("usage.csv"), "left");
        try (ModelWorker worker = worker("w1").start()) {
            assertThat(killed).doesNotExist();
        }
    }

    private static String machine() {
        return dev.recommender.internal.util.ThisProcess.machine();
    }

    private static long endedProcess() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        return process.pid();
    }

    private String message(ModelId model) throws IOException {
        return service.registry().get(model).message();
    }

    private ModelService on(BlobStore any) throws IOException {
        return ModelService.builder(any)
                .trainings(trainings, poison)
                .cacheFolder(folder.resolve("troubled"))
                .build();
    }

    /** Is full where models are written, or cannot read inputs. */
    private final class Failing extends ForwardingBlobStore {
        private final String prefix;

        Failing(String prefix) {
            super(store);
            this.prefix = prefix;
        }

        @Override
        public boolean create(String key, BlobContent content) throws IOException {
            check(key);
            return super.create(key, content);
        }

        @Override
        public InputStream get(String key, long offset) throws IOException {
            check(key);
            return super.get(key, offset);
        }

        private void check(String key) throws IOException {
            if (key.startsWith(prefix) && full.get()) {
                throw new IOException(FULL);
            }
        }
    }
}
