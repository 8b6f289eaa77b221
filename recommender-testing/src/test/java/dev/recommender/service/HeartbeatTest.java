package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.serving.BlobModelProvider;
import dev.recommender.internal.serving.ModelFiles;
import dev.recommender.internal.util.SafeListener;
import dev.recommender.internal.worker.Claims;
import dev.recommender.internal.worker.Heartbeat;
import dev.recommender.internal.worker.Heartbeat.Ending;
import dev.recommender.internal.worker.WorkerOptions;
import dev.recommender.internal.worker.WorkerStores;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener;
import dev.recommender.storage.Backoff;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.CountingBlobStore;
import dev.recommender.testing.storage.CountingBlobStore.Call;
import dev.recommender.testing.storage.FaultyBlobStore;
import dev.recommender.testing.storage.FaultyBlobStore.Rates;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class HeartbeatTest extends ServiceFixture {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final int FAILURES = 300;

    private final FaultyBlobStore behindClaims = new FaultyBlobStore(store, 1, Rates.NEVER);

    @Test
    void progressIsReportedAtMostOnceASecond() throws Exception {
        ModelId model = started();
        Set<String> seen = new TreeSet<>();
        long start = System.nanoTime();
        try (Heartbeat heart = heart(model, Duration.ofMillis(20), outcomes, store, store)) {
            for (int step = 0; step < 250 || seen.size() < 2; step++) {
                heart.progress("step " + step, 0);
                Thread.sleep(10);
                seen.add(service.registry().get(model).message());
            }
        }
        seen.remove("");
        long seconds = (System.nanoTime() - start) / 1_000_000_000;
        assertThat(seen.size()).as("%s in %d s", seen, seconds).isBetween(1, (int) seconds);
    }

    @Test
    void whatAnIterationHasReachedIsReportedUntilTheNextPhase() throws Exception {
        ModelId model = started();
        try (Heartbeat heart = heart(model, Duration.ofMillis(20), outcomes, store, store)) {
            heart.progress("training: factors 20 %", 0.25);
            heart.iteration("training: factors", 3, 1234.5678);
            ModelRecord learning = reported(model, "training: factors 20 %, iteration 3, loss 1234.57");
            assertThat(learning.phase()).contains("training: factors");
            assertThat(learning.fraction()).hasValue(0.2);
            assertThat(learning.iteration()).hasValue(3);
            assertThat(learning.loss()).hasValue(1234.57);

            heart.progress("training: factors 30 %", 0.3);
            assertThat(reported(model, "training: factors 30 %, iteration 3, loss 1234.57")
                            .iteration())
                    .hasValue(3);
            heart.iteration("training: factors", 4, Double.NaN);
            assertThat(reported(model, "training: factors 30 %, iteration 4, loss NaN")
                            .iteration())
                    .hasValue(4);

            heart.progress("tuning: ridge: penalty 4.0 35 %, trial 7, best 0.1234", 0.35);
            ModelRecord tuning = reported(model, "tuning: ridge: penalty 4.0 35 %, trial 7, best 0.1234");
            assertThat(tuning.phase()).contains("tuning: ridge: penalty 4.0");
            assertThat(tuning.fraction()).hasValue(0.35);
            assertThat(tuning.trial()).hasValue(7);
            assertThat(tuning.best()).hasValue(0.1234);
            assertThat(tuning.iteration()).isEmpty();

            heart.progress("training: vectors", 0);
            ModelRecord next = reported(model, "training: vectors");
            assertThat(next.phase()).contains("training: vectors");
            assertThat(next.fraction()).isEmpty();
            assertThat(next.iteration()).isEmpty();
            assertThat(next.loss()).isEmpty();
        }
    }

    private ModelRecord reported(ModelId model, String message) throws Exception {
        ModelRecord record = service.registry().get(model);
        while (!record.message().equals(message)) {
            Thread.sleep(10);
            record = service.registry().get(model);
        }
        return record;
    }

    /** Waiting longer after each failure, the way of other threads, it would beat about thirty times more slowly. */
    @Test
    void whileClaimsCannotBeRenewedItGoesOnTryingAndLooking() throws Exception {
        ModelId healthy = started();
        CountingBlobStore looks = new CountingBlobStore(store);
        Heartbeat yardstick = heart(healthy, Duration.ofMillis(5), outcomes, looks, store);
        ModelId model = started();
        CountDownLatch failures = new CountDownLatch(FAILURES);
        WorkerListener counting = new WorkerListener() {
            @Override
            public void storeFailed(IOException failure) {
                failures.countDown();
            }
        };
        try (yardstick;
                Heartbeat heart = heart(model, Duration.ofMillis(5), counting, store, behindClaims)) {
            behindClaims.rates(new Rates(1, 0, 0, 0, 0));
            looks.reset();
            assertThat(failures.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(looks.calls(Call.GET))
                    .as("looks of one that does not fail meanwhile")
                    .isBetween(1L, 10L * FAILURES);
            assertThat(heart.cancelled()).isFalse();
            assertThat(yardstick.cancelled()).isFalse();
            service.delete(model);
            // It interrupts the thread that trains.
            assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> Thread.sleep(LONG.toMillis()));
            assertThat(heart.cancelled()).isTrue();
            assertThat(heart.ending()).contains(Ending.DELETED);
        }
    }

    private ModelId started() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        TrainingLedger.on(BlobRecords.in(store, "records"), "test").start(model, "");
        claims().take(model, "token", LONG, 2);
        return model;
    }

    private Heartbeat heart(
            ModelId model,
            Duration checkInterval,
            WorkerListener listener,
            BlobStore behindRegistry,
            BlobStore behindItsClaims)
            throws IOException {
        VersionedRecords records = BlobRecords.in(behindRegistry, "records");
        WorkerStores stores = new WorkerStores(
                store,
                RecordModelRegistry.on(records, "test"),
                TrainingLedger.on(records, "test"),
                new ModelFiles(store),
                (BlobModelProvider) service.provider(),
                new Claims(BlobRecords.in(behindItsClaims, "records"), InstantSource.system()),
                trainings,
                poison,
                trainings,
                poison);
        WorkerOptions options = new WorkerOptions(
                "w1",
                work(),
                SECOND,
                LONG,
                checkInterval,
                2,
                Backoff.of(LONG, LONG),
                LONG,
                LONG,
                LONG,
                1,
                new SafeListener<>(listener));
        Heartbeat heart = new Heartbeat(model, "token", trainings.receive(LONG).orElseThrow(), stores, options);
        heart.start();
        return heart;
    }
}
