package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Query;
import dev.recommender.internal.util.IOConsumer;
import dev.recommender.internal.worker.Claims;
import dev.recommender.internal.worker.ModelMessage;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelAnswersException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.registry.WorkerListener;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.Delivery;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.storage.CountingBlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SuppressWarnings("try") // Workers work by themselves.
class ModelWorkerTest extends ServiceFixture {
    private static final int MOST_LOOKS = 3;

    @Test
    void aCancelledTrainingEndsSoonAndLeavesNothing() throws IOException {
        assertEndsSoon(model -> {
            assertThat(service.cancel(model)).isTrue();
            assertThat(service.cancel(model)).isFalse();
        });
        ModelRecord cancelled = service.registry().list(1).get(0);
        assertThat(cancelled.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(cancelled.message()).isEqualTo("cancelled");
    }

    @Test
    void theTrainingOfADeletedModelEndsSoonAndLeavesNothing() throws IOException {
        assertEndsSoon(model -> {
            assertThat(service.delete(model)).isTrue();
            assertThat(service.delete(model)).isFalse();
        });
        assertThat(service.registry().list(1)).isEmpty();
    }

    /** The first look at the record after the stroke ends the training, whose files do not come. */
    private void assertEndsSoon(IOConsumer<ModelId> stroke) throws IOException {
        gate.shut();
        CountingBlobStore counting = new CountingBlobStore(store);
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelService counted = ModelService.builder(counting)
                        .inputs(gate)
                        .trainings(trainings, poison)
                        .cacheFolder(folder.resolve("counted"))
                        .build();
                ModelWorker worker = hurried(counted).start()) {
            gate.awaitReader();
            stroke.accept(model);
            counting.reset();
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.CANCELLED);
            assertThat(gate.isShut()).isTrue();
            int looks = counting.opened().entrySet().stream()
                    .filter(opened -> opened.getKey().startsWith("records/registry/models/"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            assertThat(looks)
                    .as("besides one that was under way, one that ends it and one to finish")
                    .isLessThanOrEqualTo(MOST_LOOKS);
        }
        assertThat(models()).isEmpty();
        assertThat(claims().exists(model)).isFalse();
        assertThat(trainings.receive(LONG)).isEmpty();
    }

    @Test
    @Timeout(120)
    void aStoppedWorkerGivesItsMessageBack() throws IOException {
        gate.shut();
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").maxAttempts(1).start()) {
            gate.awaitReader();
            worker.close();
            assertThat(gate.isShut()).as("the training's files have not come").isTrue();
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
            assertThat(later.take(model, "another", LONG, 2).outcome()).isEqualTo(Claims.Outcome.TAKEN);
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.LOST);
        }
        assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.IN_PROGRESS);
        assertThat(models()).isEmpty();
        assertThat(claims().renew(model, "another", LONG)).isTrue();
    }

    @Test
    @Tag("slow")
    void aTrainingThatFailsTwiceIsGivenUpWithTheLastError() throws IOException {
        gate.fail("the disk is on fire");
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (ModelWorker worker = worker("w1").start()) {
            ModelRecord failed = service.await(model, LONG);
            assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
            assertThat(failed.message())
                    .startsWith("given up after 2 attempts; the last error: ")
                    .contains("the disk is on fire");
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.RETRIED);
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.GIVEN_UP);
        }
        assertThat(poison.receive(LONG).orElseThrow().body()).contains(model.toString());
        assertThat(claims().exists(model)).isFalse();
    }

    @Test
    @Tag("slow")
    void aFailureThatPassesIsFollowedByAnotherAttempt() throws IOException {
        gate.fail("the disk is busy");
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        List<String> messages = new CopyOnWriteArrayList<>();
        WorkerListener mending = new WorkerListener() {
            @Override
            public void trainingEnded(ModelId ended, TrainingOutcome outcome, Duration time) {
                // The worker does nothing else until this returns.
                messages.add(outcome + " " + message(model));
                gate.open();
            }
        };
        try (ModelWorker worker = worker("w1").listener(mending).start()) {
            assertThat(service.await(model, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
        }
        assertThat(messages.get(0))
                .startsWith("RETRIED attempt 1 of 2 failed: ")
                .contains("the disk is busy");
        assertThat(messages).hasSize(2);
    }

    private String message(ModelId model) {
        try {
            return service.registry().get(model).message();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
        gate.shut();
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        trainings.send(ModelMessage.write(model));
        trainings.send(ModelMessage.write(NONE));
        trainings.send("who are you?");
        try (ModelWorker first = worker("w1").start();
                ModelWorker second = worker("w2").start()) {
            // While one worker trains, the other one goes through the messages behind.
            assertThat(nextPoison()).isEqualTo("who are you?");
            gate.open();
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.COMPLETED);
            // Now the second message for the model comes again.
            ahead = Duration.ofHours(1);
            trainings.send("and you?");
            assertThat(nextPoison()).isEqualTo("and you?");
        }
        assertThat(outcomes.all()).containsExactly(TrainingOutcome.COMPLETED);
        ahead = Duration.ofHours(2);
        assertThat(trainings.receive(LONG)).isEmpty();
    }

    private String nextPoison() throws IOException {
        List<Delivery> next = new ArrayList<>();
        assertThat(poll(() -> {
                    poison.receive(LONG).ifPresent(next::add);
                    return !next.isEmpty();
                }))
                .isTrue();
        next.get(0).complete();
        return next.get(0).body();
    }

    @Test
    void aSweepSendsLostMessagesAgainAndDeletesOrphans() throws IOException {
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
                .sweepInterval(Duration.ofMillis(50))
                .requeueAfter(Duration.ofMillis(100))
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
    void aModelThatAnswersIsDeletedOnlyWithItsShares() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        train(model);
        service.registry().setAlias("shop", model);
        assertThatExceptionOfType(ModelAnswersException.class)
                .isThrownBy(() -> service.delete(model))
                .withMessage("model " + model
                        + " answers under the aliases default and shop; set them to another model first")
                .satisfies(refused -> assertThat(refused.aliases()).containsExactly("default", "shop"));
        service.registry().deleteAlias("shop");
        assertThatExceptionOfType(ModelAnswersException.class)
                .isThrownBy(() -> service.delete(model))
                .withMessage("model " + model + " answers under the alias default; set it to another model first");
        assertThat(service.recommend(Query.popular()).model()).isEqualTo(model);

        assertThat(service.as("ann").deleteWithItsShares(model)).isTrue();
        assertThat(service.deleteWithItsShares(model)).isFalse();
        assertThat(service.delete(model)).isFalse();
        assertThat(service.registry().alias(Alias.DEFAULT).orElseThrow().current())
                .satisfies(last -> assertThat(last.by()).isEqualTo("ann"))
                .satisfies(last -> assertThat(last.shares()).isEmpty());
    }

    @Test
    void changesNameWhoHasMadeThem() throws IOException {
        ModelService ann = service.as("ann");
        ModelId model =
                ann.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).tuning(TuningPlan.of(LONG)));
        assertThat(service.as("bob").finish(model)).isTrue();
        assertThat(service.as("eve").cancel(model)).isTrue();
        assertThat(service.registry().get(model).changes())
                .extracting(change -> change.by() + ": " + change.what())
                .containsExactly("ann: created", "bob: asked to finish", "eve: failed");
    }

    @Test
    void aServiceOutlivesItsViews() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        train(model);
        try (ModelService ann = service.as("ann")) {
            assertThat(ann.recommend(Query.popular()).model()).isEqualTo(model);
        }
        assertThat(service.recommend(Query.popular()).model()).isEqualTo(model);
    }

    @Test
    void aDeletedModelsFilesAreDeleted() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        train(model);
        service.recommend(model, Query.popular());
        try (ModelWorker worker = worker("w1").start()) {
            assertThat(service.deleteWithItsShares(model)).isTrue();
            assertThat(poll(() -> models().isEmpty())).isTrue();
        }
        assertThat(defaultModel()).isEmpty();
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> service.recommend(model, Query.popular()));
    }
}
