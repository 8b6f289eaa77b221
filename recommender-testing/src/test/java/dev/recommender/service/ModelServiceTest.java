package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.registry.WorkerListener.TrainingOutcome;
import dev.recommender.service.compat.RetiredParameters;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ModelServiceTest extends ServiceFixture {
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
                                RetiredParameters.parse(
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
                .parameters(RetiredParameters.parse("{\"enableColdItemPlacement\": true}"))));
        assertThat(trained.status()).as(trained.message()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(trained.statistics().orElseThrow()).contains("\"catalogFeatureWeightsLeftOut\":");
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
                .supportThreshold(3);
        JsonNode without = metrics(train(service.requestTraining(request)));
        JsonNode with = metrics(train(service.requestTraining(request.withHistories())));

        assertThat(without.at("/precisionMetrics/4/percentage").asDouble()).isPositive();
        assertThat(without).isEqualTo(with);
    }

    private static JsonNode metrics(ModelRecord model) throws IOException {
        return new ObjectMapper().readTree(model.statistics().orElseThrow()).at("/evaluation/metrics");
    }
}
