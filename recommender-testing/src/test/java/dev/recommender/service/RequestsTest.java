package dev.recommender.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.internal.worker.ModelMessage;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.compat.RequestText;
import dev.recommender.service.compat.RetiredParameters;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {
    @Test
    void pathsAreTidiedAsTheServiceDid() {
        TrainingRequest request = TrainingRequest.of("\\shop\\usage/")
                .catalog("/shop/catalog.csv")
                .evaluation("shop//");

        assertThat(request.usage()).isEqualTo("shop/usage");
        assertThat(request.catalog()).contains("shop/catalog.csv");
        assertThat(request.evaluation()).contains("shop");
    }

    @Test
    void everyViolationIsNamed() {
        String json = """
                {"usageRelativePath": "../secrets", "catalogFileRelativePath": 7, "supportThreshold": 2,
                 "similarityFunction": "guess", "serviceRules": "yes", "color": "red"}""";

        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> TrainingRequest.parse(json))
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(6)
                        .anyMatch(violation -> violation.startsWith("usage: ") && violation.contains("../secrets"))
                        .anyMatch(violation -> violation.startsWith("catalogFileRelativePath must be text: 7"))
                        .anyMatch(violation -> violation.startsWith("supportThreshold must be from 3 to 50: 2"))
                        .anyMatch(violation -> violation.startsWith("similarityFunction must be one of"))
                        .anyMatch(violation -> violation.startsWith("serviceRules must be true or false"))
                        .anyMatch(violation -> violation.equals("color is no parameter")));
    }

    @Test
    void aRequestNeedsUsageAndColdItemsNeedACatalog() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> TrainingRequest.parse("{\"enableColdItemPlacement\": true}"))
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly(
                                "usage is required: a file or a folder of the store",
                                "catalog is required, because enableColdItemPlacement is true"));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> TrainingRequest.of("usage").description("x".repeat(257)));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        TrainingRequest request = TrainingRequest.of("usage")
                .catalog("catalog.csv")
                .evaluation("evaluation")
                .parameters(RetiredParameters.parse("{\"enableColdItemPlacement\": true, \"decayPeriodInDays\": 9}"))
                .supportThreshold(3)
                .withHistories()
                .byServiceRules();

        assertThat(TrainingRequest.parse(request.toJson())).isEqualTo(request);
        assertThat(TrainingRequest.parse("{\"usageRelativePath\": \"usage\"}")).isEqualTo(TrainingRequest.of("usage"));
        assertThat(TrainingRequest.parse("{\"usageRelativePath\": \"u\", \"description\": \"A shop\"}")
                        .description())
                .isEqualTo("A shop");
        assertThat(request.toJson()).doesNotContain("description");
    }

    @Test
    void theParametersOfForeignModelsAreReadAsFarAsTheyAreOurs() {
        assertThat(RequestText.parameters("{}")).isEqualTo(RetiredParameters.defaults());
        assertThat(RequestText.parameters("{\"made\": \"by hand\"}")).isEqualTo(RetiredParameters.defaults());
        assertThat(RequestText.parameters(
                                TrainingRequest.of("usage").supportThreshold(4).toJson())
                        .supportThreshold())
                .isEqualTo(4);
    }

    @Test
    void aMessageHoldsTheIdAlone() {
        var id = dev.recommender.registry.ModelId.parse("0190a0b0-0000-7000-8000-000000000001");

        assertThat(ModelMessage.write(id)).isEqualTo("{\"modelId\":\"0190a0b0-0000-7000-8000-000000000001\"}");
        assertThat(ModelMessage.read(ModelMessage.write(id))).contains(id);
        for (String other : new String[] {"", "x", "{}", "[]", "{\"modelId\": 7}", "{\"modelId\": \"../x\"}"}) {
            assertThat(ModelMessage.read(other)).as(other).isEqualTo(Optional.empty());
        }
    }
}
