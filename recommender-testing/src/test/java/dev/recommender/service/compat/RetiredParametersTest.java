package dev.recommender.service.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.models.Models;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import dev.recommender.spi.TrainingResources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetiredParametersTest {
    @Test
    void anEmptyObjectGivesTheServicesDefaults() {
        RetiredParameters defaults = RetiredParameters.parse("{}");
        assertThat(defaults).isEqualTo(RetiredParameters.DEFAULTS);
        assertThat(defaults.toJson())
                .isEqualTo("{\"supportThreshold\":6,\"cooccurrenceUnit\":\"User\",\"similarityFunction\":\"Jaccard\","
                        + "\"enableColdItemPlacement\":false,\"enableColdToColdRecommendations\":false,"
                        + "\"enableUserAffinity\":true,\"enableUserToItemRecommendations\":false,"
                        + "\"allowSeedItemsInRecommendations\":false,\"enableBackfilling\":true,"
                        + "\"decayPeriodInDays\":30}");
    }

    @Test
    void parametersComeBackFromTheirJson() {
        RetiredParameters parameters = RetiredParameters.parse(
                "{\"supportThreshold\":3,\"cooccurrenceUnit\":1,\"similarityFunction\":\"lift\","
                        + "\"enableColdItemPlacement\":true,\"enableUserAffinity\":null,\"decayPeriodInDays\":2147483647}");
        assertThat(parameters.cooccurrenceUnit()).isEqualTo("Timestamp");
        assertThat(parameters.similarityFunction()).isEqualTo("Lift");
        assertThat(parameters.enableUserAffinity()).isTrue();
        assertThat(RetiredParameters.parse(parameters.toJson())).isEqualTo(parameters);
    }

    @Test
    void everyViolationIsNamedAtOnce() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RetiredParameters.parse(
                        "{\"supportThreshold\":2,\"cooccurrenceUnit\":\"Week\",\"similarityFunction\":7,"
                                + "\"enableBackfilling\":\"yes\",\"decayPeriodInDays\":1.5,\"type\":1}"))
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(6)
                        .anyMatch(text -> text.contains("supportThreshold") && text.contains("2"))
                        .anyMatch(text -> text.contains("Week"))
                        .anyMatch(text -> text.contains("similarityFunction"))
                        .anyMatch(text -> text.contains("enableBackfilling"))
                        .anyMatch(text -> text.contains("1.5"))
                        .contains("type is not a parameter; leave it out"));
        for (String json : List.of("", "[]", "{", "null", "3")) {
            assertThatExceptionOfType(InvalidParametersException.class).isThrownBy(() -> RetiredParameters.parse(json));
        }
    }

    @Test
    void withoutUserAffinityEventsCountOneWhateverTheirWeightAndAge() {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            events.add(UsageEvent.of("u" + user, "a").weight(7).at(Instant.ofEpochSecond(user)));
            events.add(UsageEvent.of("u" + user, "b").at(Instant.ofEpochSecond(1_000_000_000L)));
        }
        events.add(UsageEvent.of("seer", "a").weight(9).at(Instant.EPOCH));
        String json = "{\"enableUserAffinity\":false,\"enableUserToItemRecommendations\":true,"
                + "\"similarityFunction\":\"Cooccurrence\",\"enableBackfilling\":false}";
        TrainingRequest request = RetiredParameters.parse(json).applyTo(TrainingRequest.of("usage"));
        TrainedModel model = Models.algorithm(request.algorithm())
                .trainer(request.parameters(), TrainingResources.ofThisMachine())
                .train(UsageEvents.of(events))
                .model();
        Recommendations list = model.recommender().recommend(request.answers().apply(Query.user("seer")));
        assertThat(list).hasSize(1);
        assertThat(list.get(0).item()).isEqualTo("b");
        assertThat(list.get(0).score()).isEqualTo(8);
    }

    /** What the specification says of each parameter, in the terms of the algorithm. */
    @Test
    void eachParameterMeansWhatTheServiceMeantByIt() {
        Parameters standard = complete("{}");
        assertThat(standard)
                .isEqualTo(SarTrainer.builder().withoutHistories().build().parameters());
        assertThat(complete("{\"enableUserToItemRecommendations\":true}"))
                .isEqualTo(SarTrainer.create().parameters());
        assertThat(complete("{\"supportThreshold\":50,\"cooccurrenceUnit\":\"timestamp\","
                        + "\"similarityFunction\":2,\"decayPeriodInDays\":7}"))
                .isEqualTo(SarTrainer.builder()
                        .supportThreshold(50)
                        .cooccurrenceUnit(CooccurrenceUnit.TIMESTAMP)
                        .similarity(Similarity.LIFT)
                        .decayHalfLife(Duration.ofDays(7))
                        .withoutHistories()
                        .build()
                        .parameters());
        assertThat(complete("{\"enableUserAffinity\":false}"))
                .isEqualTo(SarTrainer.builder()
                        .withoutDecay()
                        .unweighted()
                        .withoutHistories()
                        .build()
                        .parameters());
        assertThat(complete("{\"enableColdItemPlacement\":true,\"enableColdToColdRecommendations\":true}"))
                .isEqualTo(SarTrainer.builder()
                        .coldItems(10)
                        .coldToCold()
                        .withoutHistories()
                        .build()
                        .parameters());
        assertThat(complete("{\"enableColdToColdRecommendations\":true}"))
                .as("without effect unless cold items are placed")
                .isEqualTo(standard);
        assertThat(complete("{\"decayPeriodInDays\":2147483647}").value("halfLife"))
                .contains("P2147483647D");
    }

    private static Parameters complete(String json) {
        TrainingRequest request = RetiredParameters.parse(json).applyTo(TrainingRequest.of("usage"));
        return Models.algorithm(request.algorithm()).parameters().complete(request.parameters());
    }

    /** All combinations, as they are recorded, and back. */
    @Test
    void parametersComeBackFromTheRequestThatIsRecorded() {
        for (int flags = 0; flags < 1 << 6; flags++) {
            boolean cold = (flags & 1) != 0;
            boolean affinity = (flags & 4) != 0;
            RetiredParameters parameters = new RetiredParameters(
                    3 + flags % 48,
                    RetiredParameters.UNITS.get(flags % 2),
                    RetiredParameters.SIMILARITIES.get(flags % 3),
                    cold,
                    cold && (flags & 2) != 0,
                    affinity,
                    (flags & 8) != 0,
                    (flags & 16) != 0,
                    (flags & 32) != 0,
                    affinity ? 1 + flags : RetiredParameters.DEFAULTS.decayPeriodInDays());
            TrainingRequest request = parameters.applyTo(TrainingRequest.of("usage"));
            TrainingRequest recorded =
                    request.parameters(Models.algorithm("sar").parameters().complete(request.parameters()));
            assertThat(RetiredParameters.of(recorded)).isEqualTo(parameters);
        }
    }
}
