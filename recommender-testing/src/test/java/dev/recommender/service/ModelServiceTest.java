package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.InvalidParametersException;
import dev.recommender.ParsingReason;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.models.Models;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ModelServiceTest extends ServiceFixture {
    private static final String PLAIN = "inputs/plain.csv";

    /** Names and categories of all items, and no features. */
    private static final String PLAIN_CATALOG = IntStream.range(0, 25)
            .mapToObj(item -> "i" + item + ",Item " + item + ",things\n")
            .collect(Collectors.joining());

    @Test
    void aRequestedModelIsTrainedAndAnswers() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD + "/")
                .catalog(TrainingFiles.CATALOG)
                .evaluation(TrainingFiles.EVALUATION)
                .with("supportThreshold", 3)
                .description("January"));
        assertThat(service.registry().get(model).status()).isEqualTo(ModelStatus.CREATED);
        assertThatExceptionOfType(ModelNotCompletedException.class)
                .isThrownBy(() -> service.recommend(model, Query.popular()));

        ModelRecord trained = train(model);

        assertThat(trained.status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(trained.message()).isEqualTo("completed");
        assertThat(trained.description()).isEqualTo("January");
        assertThat(trained.changes().stream().map(ModelRecord.Change::by)).contains("test", "worker w1");
        ModelStatistics statistics = statistics(trained);
        assertThat(statistics.algorithm()).isEqualTo("sar");
        assertThat(statistics.usage().orElseThrow().report().successes()).isEqualTo(1000);
        assertThat(statistics.training().orElseThrow().catalogItems()).hasValue(25);
        assertThat(statistics.catalog().orElseThrow().report().successes()).isEqualTo(25);
        assertThat(statistics.evaluation().orElseThrow().events().report().lines())
                .isEqualTo(100);
        assertThat(statistics.evaluation().orElseThrow().scores())
                .filteredOn(score -> score.metric().equals("hit_rate"))
                .hasSize(5);

        assertThat(service.recommend(model, Query.user("u7").count(5)).items())
                .hasSize(5)
                .extracting(Recommendation::source)
                .contains(Recommendation.Source.MODEL);
        assertThat(service.recommend(Query.items("i3")).items())
                .as("the first one is the default")
                .isNotEmpty();
        service.registry().setAlias("champion", model);
        assertThat(service.recommend("champion", Query.items("i3")))
                .isEqualTo(service.recommend(model, Query.items("i3")));
        try (ModelLease lease = service.open("champion", Optional.empty())) {
            assertThat(lease.recommend(Query.items("i3"))).isEqualTo(service.recommend(Query.items("i3")));
            assertThat(lease.item("i3").orElseThrow().name()).contains("Item 3");
            assertThat(lease.metadata().algorithm()).contains("sar");
            assertThat(lease.record()).isEqualTo(trained);
        }
        assertThat(models())
                .singleElement()
                .isEqualTo(trained.file().orElseThrow().key());
    }

    @Test
    void ridgeRowsAreRequestedTrainedAndServedAsOthersAre() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD + "/")
                .algorithm("ridge")
                .catalog(TrainingFiles.CATALOG)
                .evaluation(TrainingFiles.EVALUATION)
                .with("penalty", 6)
                .with("maxNeighbors", 10));

        ModelRecord trained = train(model);

        assertThat(trained.status()).as(trained.message()).isEqualTo(ModelStatus.COMPLETED);
        ModelStatistics statistics = statistics(trained);
        assertThat(statistics.algorithm()).isEqualTo("ridge");
        assertThat(statistics.training().orElseThrow().counts()).containsEntry("dampedTargets", 0L);
        assertThat(service.recommend(model, Query.user("u7").count(5).explain()).items())
                .hasSize(5)
                .first()
                .satisfies(best -> assertThat(best.because()).isNotEmpty());
    }

    @Test
    void vectorsAreRequestedTrainedAndServedAsOthersAre() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD + "/")
                .algorithm("als")
                .catalog(TrainingFiles.CATALOG)
                .evaluation(TrainingFiles.EVALUATION)
                .with("factors", 16)
                .with("precision", "bits-16"));

        ModelRecord trained = train(model);

        assertThat(trained.status()).as(trained.message()).isEqualTo(ModelStatus.COMPLETED);
        ModelStatistics statistics = statistics(trained);
        assertThat(statistics.algorithm()).isEqualTo("als");
        assertThat(statistics.training().orElseThrow().counts()).containsEntry("iterations", 16L);
        assertThat(service.recommend(model, Query.user("u7").count(5).explain()).items())
                .hasSize(5)
                .first()
                .satisfies(best -> assertThat(best.because()).isNotEmpty());
    }

    /** The record, the model and the algorithm say the same, so the model can be trained again from either. */
    @Test
    void theRecordHasAllParametersAndTheModelWasTrainedWithThem() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(TrainingFiles.CATALOG)
                .with("supportThreshold", "3")
                .with("similarity", "DAMPED(0.1,2,3)")
                .with("histories", "5")
                .with("coldItems", 4)
                .with("eventWeights", Map.of("Click", 0.5))
                .with("scoreScale", "rating")
                .withNone("halfLife");
        ModelId model = service.requestTraining(request);
        TrainingRequest recorded =
                TrainingRequest.parse(service.registry().get(model).request());
        assertThat(recorded)
                .isEqualTo(
                        request.parameters(Models.algorithm("sar").parameters().complete(request.parameters())));
        assertThat(recorded.parameters().names())
                .isEqualTo(Models.algorithm("sar").parameters().defaults().names());
        train(model);
        try (ModelLease lease = service.open(model)) {
            assertThat(lease.metadata().parameters()).isEqualTo(recorded.parameters());
        }
    }

    @Test
    void whatCannotBeAnsweredIsDistinguished() throws IOException {
        assertThatExceptionOfType(UnknownModelException.class)
                .isThrownBy(() -> service.recommend(NONE, Query.popular()));
        assertThatExceptionOfType(UnknownAliasException.class)
                .isThrownBy(() -> service.recommend(Query.popular()))
                .withMessageContaining("default");
        assertThatExceptionOfType(UnknownAliasException.class)
                .isThrownBy(() -> service.recommend("champion", Query.popular()));
    }

    @Test
    void theRequestDecidesOnSeenItemsAndBackFilling() throws IOException {
        ModelId plain =
                service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).with("supportThreshold", 50));
        ModelId seen = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)
                .with("supportThreshold", 3)
                .includeSeen()
                .withoutBackfill());
        train(plain);
        train(seen);

        assertThat(service.recommend(plain, Query.items("i3").count(20)).items())
                .as("filled with popular items")
                .hasSize(20);
        assertThat(service.recommend(plain, Query.items("i3").count(20).withoutBackfill())
                        .items())
                .isEmpty();
        assertThat(service.recommend(seen, Query.items("i1").count(100)).items())
                .extracting(Recommendation::item)
                .contains("i1");
        assertThat(service.recommend(seen, Query.items("unknown")).items()).isEmpty();
        try (ModelLease lease = service.open(seen)) {
            Query query = Query.items("i1").count(100);
            assertThat(lease.recommender().recommend(query))
                    .isEqualTo(service.recommend(seen, query).items());
        }
    }

    @Test
    @Tag("slow")
    void aCatalogWithMoreFeaturesThanStatisticsHoldIsTrainedOn() throws IOException {
        Random random = new Random(8);
        StringBuilder catalog = new StringBuilder();
        for (int item = 0; item < 40; item++) {
            catalog.append("i").append(item).append(",Item,things,");
            for (int feature = 0; feature < 900; feature++) {
                if (random.nextInt(4) == 0) {
                    catalog.append(",")
                            .append("feature".repeat(14))
                            .append(feature)
                            .append("=yes");
                }
            }
            catalog.append('\n');
        }
        store.put("inputs/features.csv", BlobContent.of(catalog.toString()));
        ModelRecord trained = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)
                .catalog("inputs/features.csv")
                .with("coldItems", 10)));
        assertThat(trained.status()).as(trained.message()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(statistics(trained).featureWeightsLeftOut()).isPositive();
    }

    /** Nothing is stored of a request that cannot be carried out, and every reason is named. */
    @Test
    void whatNoAlgorithmTakesIsRefusedAtOnce() throws IOException {
        TrainingRequest request = TrainingRequest.of("inputs/a b")
                .with("supportThreshold", 0)
                .with("similarity", "guess")
                .with("color", "red");
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(request))
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(4)
                        .anyMatch(text -> text.startsWith("supportThreshold must be at least 1: 0"))
                        .anyMatch(text -> text.startsWith("similarity must be one of") && text.endsWith("guess"))
                        .anyMatch(text -> text.startsWith("color is not a parameter; use some of [similarity,"))
                        .anyMatch(text -> text.startsWith("usage: ") && text.contains("inputs/a b")));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(
                        TrainingRequest.of(TrainingFiles.GOOD).algorithm("oracle")))
                .satisfies(e -> assertThat(e.violations())
                        .singleElement()
                        .asString()
                        .isEqualTo("algorithm must be one of [als, ridge, sar], which are installed: oracle"));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(
                        TrainingRequest.of(TrainingFiles.GOOD).algorithm("rigde")))
                .withMessageContaining(
                        "algorithm must be one of [als, ridge, sar], which are installed: rigde; did you mean ridge?")
                .satisfies(e ->
                        assertThat(e.details().get(0).remedy()).contains("use ridge, or another of [als, ridge, sar]"));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(
                        TrainingRequest.of(TrainingFiles.GOOD).with("coldItems", 10)))
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly("coldItems has no effect without a catalog; add one, or leave coldItems out"));
        assertThat(service.registry().list(10)).isEmpty();
        assertThat(trainings.receive(LONG)).isEmpty();
    }

    @Test
    void aRequestThatNoRecordCanHoldIsRefusedAtOnce() throws IOException {
        Map<String, Double> weights = new TreeMap<>();
        for (int type = 0; type < 2_000; type++) {
            weights.put("a type of events " + type, 1.0);
        }
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD).with("eventWeights", weights);
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(request))
                .satisfies(e -> assertThat(e.violations())
                        .singleElement()
                        .asString()
                        .startsWith("the request must have at most 32768 characters of JSON"));
        assertThat(service.registry().list(10)).isEmpty();
        assertThat(trainings.receive(LONG)).isEmpty();
    }

    @Test
    void optionsThatMakeNoSenseAreRefusedWhenTheyAreGiven() {
        ModelService.Builder builder = ModelService.builder(store);
        for (String actor : List.of("", " ", "a".repeat(101))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.actor(actor))
                    .withMessageContaining("actor must have 1 to 100 characters");
        }
        ModelWorker.Builder worker = service.worker();
        for (Duration backoff : List.of(Duration.ZERO, WorkQueue.MAX_DELAY.plusNanos(1), Duration.ofHours(1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> worker.backoff(backoff))
                    .withMessageStartingWith("backoff must be ");
        }
        worker.backoff(WorkQueue.MAX_DELAY);
    }

    @Test
    void keepingUnknownItemsWithoutACatalogIsRefusedAtOnce() throws IOException {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(
                        TrainingRequest.of(TrainingFiles.GOOD).keepUnknownItems()))
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly("keepUnknownItems has no effect without a catalog; add one, or leave"
                                + " keepUnknownItems out"));
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void awaitingForEverIsAllowed() throws IOException {
        ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        assertThat(service.await(model, Duration.ofSeconds(Long.MIN_VALUE)).status())
                .isEqualTo(ModelStatus.CREATED);
        assertThat(service.await(model, Duration.ZERO).status()).isEqualTo(ModelStatus.CREATED);
        try (ModelWorker worker = worker("w1").start()) {
            assertThat(worker.name()).isEqualTo("w1");
            assertThat(service.await(model, ChronoUnit.FOREVER.getDuration()).status())
                    .isEqualTo(ModelStatus.COMPLETED);
        }
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
    void coldItemsThatAreOptionalAreNotPlacedWithoutFeatures() throws IOException {
        store.put(PLAIN, BlobContent.of(PLAIN_CATALOG));
        TrainingRequest request =
                TrainingRequest.of(TrainingFiles.GOOD).catalog(PLAIN).with("supportThreshold", 1);
        ModelRecord without = train(service.requestTraining(request));
        ModelRecord optional = train(service.requestTraining(
                request.with("coldItems", 3).with("coldToCold", true).coldItemsOptional()));
        assertThat(optional.status()).as(optional.message()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(statistics(optional).notes()).contains("cold items are not placed, as the catalog has no features");
        assertThat(service.recommend(optional.id(), Query.items("i1")).items())
                .isEqualTo(service.recommend(without.id(), Query.items("i1")).items());
        ModelRecord tuned = train(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(PLAIN)
                .tuning(TuningPlan.of(LONG).algorithms("sar").maxTrials(1))
                .with("coldItems", 3)
                .with("coldToCold", true)
                .coldItemsOptional()));
        assertThat(tuned.status()).as(tuned.message()).isEqualTo(ModelStatus.COMPLETED);
        ModelRecord featured = train(service.requestTraining(
                request.catalog(TrainingFiles.CATALOG).with("coldItems", 3).coldItemsOptional()));
        assertThat(statistics(featured).notes()).noneMatch(note -> note.contains("cold items"));
        assertThat(statistics(featured).training().orElseThrow().counts()).containsKey("coldItems");
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(request.coldItemsOptional()))
                .withMessageContaining("coldItemsOptional has no effect without the parameter coldItems");
        assertThat(TrainingRequest.parse(optional.request()).isColdItemsOptional())
                .isTrue();
    }

    @Test
    void filesThatCannotBeParsedFailTheModelAtOnceWithTheReport() throws IOException {
        store.put(PLAIN, BlobContent.of(PLAIN_CATALOG));
        ModelRecord usage = train(service.requestTraining(TrainingRequest.of(TrainingFiles.BAD)));
        ModelRecord empty = train(service.requestTraining(TrainingRequest.of(TrainingFiles.EMPTY)));
        ModelRecord catalog = train(
                service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).catalog(TrainingFiles.BAD_CATALOG)));

        assertThat(List.of(usage, empty, catalog))
                .extracting(ModelRecord::status)
                .containsOnly(ModelStatus.FAILED);
        assertThat(usage.message())
                .startsWith("the usage events cannot be read: more than 100 lines are wrong")
                .contains("usage.csv:51");
        assertThat(statistics(usage)
                        .usage()
                        .orElseThrow()
                        .report()
                        .errors()
                        .get(0)
                        .count())
                .isEqualTo(101);
        assertThat(empty.message())
                .startsWith("no model can be trained: there are no usage events to train on")
                .contains("0 lines");
        assertThat(statistics(empty).usage().orElseThrow().report().lines()).isZero();
        assertThat(catalog.message()).startsWith("the catalog cannot be read: ").contains("bad-catalog.csv:26");
        assertThat(statistics(catalog)
                        .catalog()
                        .orElseThrow()
                        .report()
                        .errors()
                        .get(0)
                        .reason())
                .isEqualTo(ParsingReason.MISSING_FIELDS);
        assertThat(statistics(catalog).training()).isEmpty();
        ModelRecord featureless = train(service.requestTraining(
                TrainingRequest.of(TrainingFiles.GOOD).catalog(PLAIN).with("coldItems", 3)));
        assertThat(featureless.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(featureless.message())
                .startsWith("the request does not suit its files: ")
                .contains("coldItems has no effect with a catalog without features");
        assertThat(outcomes.all()).hasSize(4).containsOnly(TrainingOutcome.FAILED);
        assertThat(poison.receive(LONG)).as("no attempt was wasted").isEmpty();
        assertThat(models()).isEmpty();
    }

    @Test
    void evaluationEventsThatCannotBeParsedAreNoFailure() throws IOException {
        ModelRecord trained = train(
                service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD).evaluation(TrainingFiles.BAD)));

        assertThat(trained.status()).isEqualTo(ModelStatus.COMPLETED);
        Evaluated evaluation = statistics(trained).evaluation().orElseThrow();
        assertThat(evaluation.events().report().errors().get(0).count()).isEqualTo(101);
        assertThat(evaluation.scores()).isEmpty();
    }

    @Test
    void aRequestThatCannotBeSentIsNone() throws IOException {
        WorkQueue broken = new RefusingQueue();
        try (ModelService other = ModelService.builder(store)
                .trainings(broken, poison)
                .cacheFolder(folder.resolve("cache2"))
                .build()) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> other.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)))
                    .withMessage("the queue is closed for today");
        }
        assertThat(service.registry().list(10)).isEmpty();
    }

    private static final class RefusingQueue implements WorkQueue {
        @Override
        public void send(String body, Duration delay) throws IOException {
            throw new IOException("the queue is closed for today");
        }

        @Override
        public Optional<Delivery> receive(Duration visibility) {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    @Test
    void modelsWithoutHistoriesAreEvaluatedAsIfTheyHadThem() throws IOException {
        TrainingRequest request = TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(TrainingFiles.CATALOG)
                .evaluation(TrainingFiles.EVALUATION)
                .with("supportThreshold", 3);
        Evaluated with = evaluation(train(service.requestTraining(request)));
        Evaluated without = evaluation(train(service.requestTraining(request.with("histories", "none"))));

        assertThat(without.scores())
                .filteredOn(score -> score.metric().equals("hit_rate"))
                .last()
                .satisfies(score -> assertThat(score.value()).isPositive());
        assertThat(without.scores()).isEqualTo(with.scores());
        assertThat(without.counts()).isEqualTo(with.counts());
        assertThat(without.baseline()).isNotEmpty().isEqualTo(with.baseline());
        assertThat(without.gains()).isEqualTo(with.gains());
        assertThat(without.percentiles()).isEqualTo(with.percentiles());
        assertThat(without.words()).isEqualTo(with.words());
    }

    private static Evaluated evaluation(ModelRecord model) {
        return statistics(model).evaluation().orElseThrow();
    }
}
