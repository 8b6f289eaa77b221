package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.ModelId;
import dev.recommender.ModelRecord;
import dev.recommender.ModelStatus;
import dev.recommender.Query;
import dev.recommender.UnknownModelException;
import dev.recommender.service.WorkerListener.TrainingOutcome;
import dev.recommender.service.testing.TrainingFiles;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // Workers work by themselves.
class ModelWorkerTest extends ServiceFixture {
    @Test
    void aCancelledTrainingEndsSoonAndLeavesNothing() throws IOException {
        assertEndsSoon(model -> {
            assertThat(service.cancel(model)).isTrue();
            assertThat(service.cancel(model)).isFalse();
        });
        ModelRecord cancelled = service.registry().list(1).get(0);
        assertThat(cancelled.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(cancelled.message()).isEqualTo("Cancelled");
    }

    @Test
    void theTrainingOfADeletedModelEndsSoonAndLeavesNothing() throws IOException {
        assertEndsSoon(model -> {
            assertThat(service.delete(model)).isTrue();
            assertThat(service.delete(model)).isFalse();
        });
        assertThat(service.registry().list(1)).isEmpty();
    }

    private interface Stroke {
        void on(ModelId model) throws IOException;
    }

    private void assertEndsSoon(Stroke stroke) throws IOException {
        gate.shut();
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").start()) {
            gate.awaitReader();
            stroke.on(model);
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.CANCELLED);
        }
        assertThat(models()).isEmpty();
        assertThat(claims().exists(model)).isFalse();
        assertThat(trainings.receive(LONG)).isEmpty();
    }

    @Test
    void aStoppedWorkerGivesItsMessageBack() throws IOException {
        gate.shut();
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").maxAttempts(1).start()) {
            gate.awaitReader();
        }
        assertThat(outcomes.next()).isEqualTo(TrainingOutcome.STOPPED);
        assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.IN_PROGRESS);

        gate.open();
        try (ModelWorker worker = worker("w2").maxAttempts(1).start()) {
            assertThat(service.await(model, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
        }
    }

    @Test
    void aWorkerWhoseClaimWasTakenOverStops() throws IOException {
        gate.shut();
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").visibility(Duration.ofSeconds(1)).start()) {
            gate.awaitReader();
            Claims later = new Claims(
                    BlobRecords.in(store, "records"), () -> Instant.now().plusSeconds(60));
            assertThat(later.take(model, "another", LONG, 2).result()).isEqualTo(Claims.Result.TAKEN);
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.LOST);
        }
        assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.IN_PROGRESS);
        assertThat(models()).isEmpty();
        assertThat(claims().renew(model, "another", LONG)).isTrue();
    }

    @Test
    void aTrainingThatFailsTwiceIsGivenUpWithTheLastError() throws IOException {
        gate.fail("the disk is on fire");
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").start()) {
            ModelRecord failed = service.await(model, LONG);
            assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
            assertThat(failed.message()).startsWith("Training failed 2 times; ").contains("the disk is on fire");
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.RETRIED);
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.GIVEN_UP);
        }
        assertThat(poison.receive(LONG).orElseThrow().body()).contains(model.toString());
        assertThat(claims().exists(model)).isFalse();
    }

    @Test
    void aFailureThatPassesIsOvercome() throws IOException {
        gate.fail("the disk is busy");
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").start()) {
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.RETRIED);
            assertThat(service.registry().get(model).message())
                    .startsWith("Training #1 out of 2 failed with exception: ")
                    .contains("the disk is busy");
            gate.open();
            assertThat(service.await(model, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
        }
    }

    @Test
    void aListenerThatThrowsErrorsDisturbsNoTraining() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        WorkerListener angry = new WorkerListener() {
            @Override
            public void trainingStarted(ModelId started, int attempt) {
                throw new NoClassDefFoundError("started");
            }

            @Override
            public void trainingEnded(ModelId ended, TrainingOutcome outcome, Duration time) {
                throw new StackOverflowError("ended");
            }

            @Override
            public void swept(SweepReport report) {
                throw new AssertionError("swept");
            }
        };
        try (ModelWorker worker = worker("w1").listener(angry).start()) {
            assertThat(service.await(model, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
            assertThat(poll(() -> !claims().exists(model))).isTrue();
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("recommender-heartbeat");
    }

    @Test
    void aMessageTooManyIsDropped() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        trainings.send(ModelMessage.write(model));
        trainings.send(ModelMessage.write(NONE));
        trainings.send("who are you?");
        try (ModelWorker first = worker("w1").start();
                ModelWorker second = worker("w2").start()) {
            service.await(model, LONG);
            assertThat(poll(() -> trainings.receive(Duration.ofSeconds(1)).isEmpty()))
                    .isTrue();
        }
        assertThat(outcomes.all().stream().filter(TrainingOutcome.COMPLETED::equals))
                .hasSize(1);
        assertThat(poison.receive(LONG).orElseThrow().body()).isEqualTo("who are you?");
    }

    @Test
    void aSweepSendsLostMessagesAnewAndDeletesOrphans() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        trainings.receive(LONG).orElseThrow().complete();
        ModelRecord trained = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)));
        String orphan = "models/" + NONE + "/orphan.model";
        String half = "models/" + trained.id() + "/half.model";
        String waiting = "models/" + model + "/waiting.model";
        String foreign = "models/readme.txt";
        for (String key : List.of(orphan, half, waiting, foreign)) {
            store.put(key, BlobContent.of("x"));
        }
        gate.shut();
        try (ModelWorker worker = worker("w1")
                .sweepEvery(Duration.ofMillis(50))
                .patience(Duration.ofMillis(100))
                .start()) {
            gate.awaitReader();
            assertThat(poll(() -> models().equals(List.of(
                                    waiting,
                                    foreign,
                                    trained.file().orElseThrow().key())
                            .stream()
                            .sorted()
                            .toList())))
                    .as("%s", models())
                    .isTrue();
            gate.open();
            assertThat(service.await(model, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
            assertThat(poll(() -> !models().contains(waiting))).isTrue();
        }
    }

    @Test
    void aDeletedModelsFilesAreDeleted() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        train(model);
        service.recommend(model, Query.popular());
        try (ModelWorker worker = worker("w1").start()) {
            assertThat(service.delete(model)).isTrue();
            assertThat(poll(() -> models().isEmpty())).isTrue();
        }
        assertThat(service.registry().defaultModel()).isEmpty();
        service.provider().refresh();
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> service.recommend(model, Query.popular()));
    }
}
