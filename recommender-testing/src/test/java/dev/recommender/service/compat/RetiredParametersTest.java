package dev.recommender.service.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetiredParametersTest {
    @Test
    void anEmptyObjectGivesTheServicesDefaults() {
        RetiredParameters defaults = RetiredParameters.parse("{}");
        assertThat(defaults).isEqualTo(RetiredParameters.defaults());
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
                        .contains("type is no parameter"));
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
        RetiredParameters parameters = RetiredParameters.parse(json);
        TrainedModel model =
                parameters.trainer().build().train(UsageEvents.of(events)).model();
        Recommendations list = model.recommender().recommend(parameters.applyTo(Query.user("seer")));
        assertThat(list).hasSize(1);
        assertThat(list.get(0).item()).isEqualTo("b");
        assertThat(list.get(0).score()).isEqualTo(8);
    }
}
