package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.ModelId;
import dev.recommender.ModelNotCompletedException;
import dev.recommender.ModelRecord;
import dev.recommender.ModelStatus;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.UnknownAliasException;
import dev.recommender.UnknownModelException;
import dev.recommender.service.WorkerListener.TrainingOutcome;
import dev.recommender.service.testing.TrainingFiles;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.MemoryBlobStore;
import dev.recommender.storage.MemoryWorkQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // Workers work by themselves.
class ModelServiceTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final ModelId NONE = ModelId.parse("0190a0b0-0000-7000-8000-000000000001");

    @TempDir
    private Path folder;

    private final BlobStore store = new MemoryBlobStore();
    private final MemoryWorkQueue trainings = new MemoryWorkQueue();
    private final MemoryWorkQueue poison = new MemoryWorkQueue();
    private final Outcomes outcomes = new Outcomes();
    private final Gate gate = new Gate(store);
    private ModelService service;

    @BeforeEach
    void open() throws IOException {
        TrainingFiles.put(store);
        service = ModelService.builder(store)
                .inputs(gate)
                .trainings(trainings, poison)
                .cacheFolder(folder.resolve("cache"))
                .actor("test")
                .build();
    }

    @AfterEach
    void close() throws IOException {
        service.close();
        try (Stream<Path> left = Files.exists(work()) ? Files.list(work()) : Stream.of()) {
            assertThat(left).as("local files left behind").isEmpty();
        }
    }

    @Test
    void aRequestedModelIsTrainedAndAnswers() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD + "/")
                .catalog(TrainingFiles.CATALOG)
                .evaluation(TrainingFiles.EVALUATION)
                .supportThreshold(3)
                .withHistories()
                .description("January"));
        assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.CREATED);
        assertThatExceptionOfType(ModelNotCompletedException.class)
                .isThrownBy(() -> service.recommend(model, Query.popular()));

        ModelRecord trained = train(model);

        assertThat(trained.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(trained.message()).isEqualTo("Model Training Completed Successfully");
        assertThat(trained.description()).isEqualTo("January");
        assertThat(trained.changes().stream().map(ModelRecord.Change::by)).contains("test", "worker w1");
        JsonNode statistics = new ObjectMapper().readTree(trained.statistics().orElseThrow());
        assertThat(statistics.at("/usageEventsParsing/successfulLinesCount").asInt())
                .isEqualTo(1000);
        assertThat(statistics.at("/numberOfCatalogItems").asInt()).isEqualTo(25);
        assertThat(statistics
                        .at("/evaluation/usageEventsParsing/totalLinesCount")
                        .asInt())
                .isEqualTo(100);
        assertThat(statistics.at("/evaluation/metrics/precisionMetrics")).hasSize(5);

        assertThat(service.recommend(model, Query.user("u7").count(5)))
                .hasSize(5)
                .extracting(Recommendation::source)
                .contains(Recommendation.Source.SIMILARITY);
        assertThat(service.recommend(Query.items("i3")))
                .as("the first one is the default")
                .isNotEmpty();
        service.registry().setAlias("champion", model);
        assertThat(service.recommend("champion", Query.items("i3")))
                .isEqualTo(service.recommend(model, Query.items("i3")));
        assertThat(models())
                .singleElement()
                .isEqualTo(trained.file().orElseThrow().key());
    }

    @Test
    void whatCannotBeAnsweredIsToldApart() throws IOException {
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> service.recommend(NONE, Query.popular()));
        assertThatExceptionOfType(UnknownModelException.class).isThrownBy(() -> service.recommend(Query.popular()));
        assertThatExceptionOfType(UnknownAliasException.class)
                .isThrownBy(() -> service.recommend("champion", Query.popular()));
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> service.recommend(NONE, Query.popular().count(101)))
                .withMessageContaining("count must be from 1 to 100: 101");
    }

    @Test
    void theParametersDecideOnSeenItemsAndBackFilling() throws IOException {
        ModelId plain =
                service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).supportThreshold(50));
        ModelId seen = service.requestTraining(
                TrainingRequest.of(TrainingFiles.GOOD)
                        .parameters(
                                TrainingParameters.parse(
                                        "{\"supportThreshold\": 3, \"allowSeedItemsInRecommendations\": true, \"enableBackfilling\": false}")));
        train(plain);
        train(seen);

        assertThat(service.recommend(plain, Query.items("i3").count(20)))
                .as("filled with popular items")
                .hasSize(20);
        assertThat(service.recommend(plain, Query.items("i3").count(20).withoutBackfill()))
                .isEmpty();
        assertThat(service.recommend(seen, Query.items("i1").count(100)))
                .extracting(Recommendation::item)
                .contains("i1");
        assertThat(service.recommend(seen, Query.items("unknown"))).isEmpty();
    }

    @Test
    void filesThatAreNotThereAreRefusedAtOnce() throws IOException {
        TrainingRequest request =
                TrainingRequest.of("inputs/absent").catalog("inputs/good").evaluation("nowhere");

        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(request))
                .satisfies(
                        e -> assertThat(e.violations())
                                .containsExactly(
                                        "usage: the store has neither a file \"inputs/absent\" nor files in a folder of that name",
                                        "catalog: the store has no file \"inputs/good\"",
                                        "evaluation: the store has neither a file \"nowhere\" nor files in a folder of that name"));
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void filesThatCannotBeParsedFailTheModelAtOnceWithTheReport() throws IOException {
        ModelRecord usage = train(service.requestTraining(TrainingRequest.of(TrainingFiles.BAD)));
        ModelRecord empty = train(service.requestTraining(TrainingRequest.of(TrainingFiles.EMPTY)));
        ModelRecord catalog = train(
                service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).catalog(TrainingFiles.BAD_CATALOG)));

        assertThat(List.of(usage, empty, catalog))
                .extracting(ModelRecord::status)
                .containsOnly(ModelStatus.FAILED);
        assertThat(usage.message())
                .startsWith("Failed to parse usage file(s): more than 100 lines are wrong")
                .contains("usage.csv:51");
        assertThat(new ObjectMapper()
                        .readTree(usage.statistics().orElseThrow())
                        .at("/usageEventsParsing/errors/0/count")
                        .asInt())
                .isEqualTo(101);
        assertThat(empty.message()).contains("0 lines");
        assertThat(catalog.message())
                .startsWith("Failed to parse catalog file: ")
                .contains("bad-catalog.csv:26");
        assertThat(new ObjectMapper()
                        .readTree(catalog.statistics().orElseThrow())
                        .at("/catalogParsing/errors/0/error")
                        .asText())
                .isEqualTo("MissingFields");
        assertThat(outcomes.all())
                .containsExactly(TrainingOutcome.FAILED, TrainingOutcome.FAILED, TrainingOutcome.FAILED);
        assertThat(poison.receive(LONG)).as("no attempt was wasted").isEmpty();
        assertThat(models()).isEmpty();
    }

    @Test
    void evaluationEventsThatCannotBeParsedAreNoFailure() throws IOException {
        ModelRecord trained = train(
                service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).evaluation(TrainingFiles.BAD)));

        assertThat(trained.status()).isEqualTo(ModelStatus.COMPLETED);
        JsonNode evaluation =
                new ObjectMapper().readTree(trained.statistics().orElseThrow()).get("evaluation");
        assertThat(evaluation.at("/usageEventsParsing/errors/0/count").asInt()).isEqualTo(101);
        assertThat(evaluation.has("metrics")).isFalse();
    }

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
            long start = System.nanoTime();
            stroke.on(model);
            assertThat(outcomes.next()).isEqualTo(TrainingOutcome.CANCELLED);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
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

    private ModelRecord train(ModelId model) throws IOException {
        try (ModelWorker worker = worker("w1").start()) {
            return service.await(model, LONG);
        }
    }

    private ModelWorker.Builder worker(String name) {
        return service.worker()
                .name(name)
                .folder(work())
                .pollEvery(Duration.ofMillis(20))
                .lookEvery(Duration.ofMillis(200))
                .backoff(Duration.ofMillis(300))
                .retryPause(Duration.ofMillis(1))
                .listener(outcomes);
    }

    private Path work() {
        return folder.resolve("work");
    }

    private Claims claims() {
        return new Claims(BlobRecords.in(store, "records"), InstantSource.system());
    }

    private List<String> models() throws IOException {
        return store.list("models/", "", 100).stream().map(BlobInfo::key).toList();
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static boolean poll(Condition condition) throws IOException {
        long start = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - start > LONG.toNanos()) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return true;
    }
}
