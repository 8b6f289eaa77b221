package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.TrainingInput;
import dev.recommender.csv.UsageCsv;
import dev.recommender.internal.worker.WorkLoop;
import dev.recommender.models.Models;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.spi.TrainingResources;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Workers work by themselves.
class SweepTest extends ServiceFixture {
    private static final int ORPHANS = 50;

    private final CountDownLatch deleting = new CountDownLatch(1);
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** The first deletion lasts until the worker is being closed. */
    @Test
    void aWorkerIsClosedAmidASweep() throws Exception {
        for (int orphan = 0; orphan < ORPHANS; orphan++) {
            store.put("models/" + UUID.randomUUID() + "/x.model", BlobContent.of("x"));
        }
        try (ModelService slow = ModelService.builder(new SlowDeletes())
                .cacheFolder(folder.resolve("slow"))
                .build()) {
            ModelWorker worker = hurried(slow).start();
            assertThat(deleting.await(1, TimeUnit.MINUTES)).isTrue();
            Thread closing = new Thread(worker::close);
            closing.start();
            assertThat(poll(() -> isIn(closing, "join"))).isTrue();
            stopping.countDown();
            closing.join();
        }
        assertThat(models()).hasSize(ORPHANS - 1);
        try (ModelWorker worker =
                hurried(service).sweepInterval(Duration.ofMillis(20)).start()) {
            assertThat(worker.name()).isNotEmpty();
            assertThat(poll(() -> models().isEmpty())).isTrue();
        }
    }

    /** Its file cannot be read, so it does not become the default. */
    @Test
    @Tag("slow")
    void aModelThatCannotBeFinishedDoesNotKeepTheOthersFromBeingRepaired() throws IOException {
        ModelId before = service.requestTraining(TrainingRequest.of(TrainingFiles.EMPTY));
        ModelId published = publishedByAKilledProcess();
        ModelId after = service.requestTraining(TrainingRequest.of(TrainingFiles.EMPTY));
        String orphan = "models/" + UUID.randomUUID() + "/x.model";
        store.put(orphan, BlobContent.of("x"));
        BlobStore unreadable = new ForwardingBlobStore(store) {
            @Override
            public InputStream get(String key, long offset) throws IOException {
                if (key.startsWith("models/" + published)) {
                    throw new IOException("the disk is on fire");
                }
                return super.get(key, offset);
            }
        };
        try (ModelService other = ModelService.builder(unreadable)
                        .cacheFolder(folder.resolve("other"))
                        .build();
                ModelWorker worker = hurried(other)
                        .sweepInterval(Duration.ofMillis(20))
                        .requeueAfter(Duration.ofMillis(1))
                        .start()) {
            assertThat(worker.name()).isNotEmpty();
            assertThat(other.await(before, LONG).status()).isEqualTo(ModelStatus.FAILED);
            assertThat(other.await(after, LONG).status()).isEqualTo(ModelStatus.FAILED);
            assertThat(poll(() -> store.info(orphan).isEmpty())).isTrue();
            assertThat(claims().exists(published)).as("left to a later sweep").isTrue();
            assertThat(defaultModel()).isEmpty();
        }
    }

    private ModelId publishedByAKilledProcess() throws IOException {
        DyingStore dying = new DyingStore(store, Integer.MAX_VALUE / 2);
        BlobStore killing = new ForwardingBlobStore(dying) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                if (key.contains("registry/alias-default")) {
                    dying.die();
                }
                return super.create(key, content);
            }
        };
        Path usage = folder.resolve("usage.csv");
        store.download(TrainingFiles.GOOD + "/2026-01.csv", usage);
        Path file = folder.resolve("own.model");
        try (var model = Models.algorithm("sar")
                .trainer(Models.algorithm("sar").parameters().defaults(), TrainingResources.ofThisMachine())
                .train(TrainingInput.of(UsageCsv.read(usage)))
                .model()) {
            model.save(file);
        }
        try (ModelService killed = ModelService.builder(killing)
                .cacheFolder(folder.resolve("killed"))
                .build()) {
            assertThatExceptionOfType(DyingStore.KilledError.class)
                    .isThrownBy(() -> killed.publish(file, "", Duration.ofMillis(150)));
        }
        return service.registry().list(1).get(0).id();
    }

    private static boolean isIn(Thread thread, String method) {
        return List.of(thread.getStackTrace()).stream()
                .anyMatch(frame -> frame.getClassName().equals(WorkLoop.class.getName())
                        && frame.getMethodName().equals(method));
    }

    private final class SlowDeletes extends ForwardingBlobStore {
        SlowDeletes() {
            super(store);
        }

        @Override
        public boolean delete(String key) throws IOException {
            if (key.startsWith("models/")) {
                deleting.countDown();
                try {
                    stopping.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return super.delete(key);
        }
    }
}
