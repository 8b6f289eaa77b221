package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.worker.WorkLoop;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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
