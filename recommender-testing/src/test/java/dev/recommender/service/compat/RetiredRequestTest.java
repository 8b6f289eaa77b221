package dev.recommender.service.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.InvalidParametersException;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.TrainingRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetiredRequestTest {
    @Test
    void pathsAreTidiedAsTheServiceDid() {
        TrainingRequest request = RetiredRequest.parse("""
                {"usageRelativePath": "\\\\shop\\\\usage/", "catalogFileRelativePath": "/shop/catalog.csv",
                 "evaluationUsageRelativePath": "shop//"}""");

        assertThat(request.usage()).isEqualTo("shop/usage");
        assertThat(request.catalog()).contains("shop/catalog.csv");
        assertThat(request.evaluation()).contains("shop");
    }

    @Test
    void aHundredLinesMayBeWrongWhateverTheirShare() {
        TrainingRequest usage = RetiredRequest.parse("{\"usageRelativePath\": \"usage\"}");
        TrainingRequest both = RetiredRequest.parse(
                "{\"usageRelativePath\": \"usage\", \"catalogFileRelativePath\": \"catalog.csv\"}");
        assertThat(usage.files()).isEqualTo(FileFormat.STANDARD.maxErrors(100));
        assertThat(both.files()).isEqualTo(FileFormat.STANDARD.maxErrors(100).catalogMaxErrors(100));
    }

    @Test
    void everyViolationIsNamed() {
        String json = """
                {"usageRelativePath": "../secrets", "catalogFileRelativePath": 7, "supportThreshold": 2,
                 "similarityFunction": "guess", "serviceRules": "yes", "color": "red"}""";

        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RetiredRequest.parse(json))
                .satisfies(e -> assertThat(e.violations())
                        .hasSize(6)
                        .anyMatch(violation -> violation.startsWith("usage ") && violation.contains("../secrets"))
                        .anyMatch(violation -> violation.startsWith("catalogFileRelativePath must be a text: 7"))
                        .anyMatch(violation -> violation.startsWith("supportThreshold must be from 3 to 50: 2"))
                        .anyMatch(violation -> violation.startsWith("similarityFunction must be one of"))
                        .anyMatch(violation -> violation.startsWith("serviceRules must be true or false"))
                        .anyMatch(violation -> violation.equals("color is not a parameter; leave it out")));
    }

    @Test
    void aRequestNeedsUsageAndColdItemsNeedACatalog() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RetiredRequest.parse("{\"enableColdItemPlacement\": true}"))
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly(
                                "usageRelativePath is required: a file or a folder of the store",
                                "catalogFileRelativePath is required, because enableColdItemPlacement is true"));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RetiredRequest.parse(
                        "{\"usageRelativePath\": \"u\", \"description\": \"" + "x".repeat(257) + "\"}"));
        for (String json : List.of("", "[]", "{", "null", "3")) {
            assertThatExceptionOfType(InvalidParametersException.class).isThrownBy(() -> RetiredRequest.parse(json));
        }
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        TrainingRequest request = RetiredRequest.parse("""
                {"usageRelativePath": "usage", "catalogFileRelativePath": "catalog.csv",
                 "evaluationUsageRelativePath": "evaluation", "enableColdItemPlacement": true,
                 "decayPeriodInDays": 9, "supportThreshold": 3, "enableUserToItemRecommendations": true,
                 "serviceRules": true}""");

        assertThat(request.isByServiceRules()).isTrue();
        assertThat(request.algorithm()).isEqualTo("sar");
        assertThat(RetiredRequest.parse(RetiredRequest.write(request))).isEqualTo(request);
        assertThat(RetiredRequest.write(RetiredRequest.parse("{\"usageRelativePath\": \"usage\"}")))
                .isEqualTo("{\"usageRelativePath\":\"usage\","
                        + RetiredParameters.DEFAULTS.toJson().substring(1));
        TrainingRequest described = RetiredRequest.parse("{\"usageRelativePath\": \"u\", \"description\": \"A shop\"}");
        assertThat(described.description()).isEqualTo("A shop");
        assertThat(RetiredRequest.write(described)).doesNotContain("description");
    }

    /** A dashboard shows any model, also one that the retired service could not have made. */
    @Test
    void whatHasNoNameIsLeftOut() {
        TrainingRequest request = TrainingRequest.of("usage")
                .algorithm("als")
                .with("supportThreshold", 100)
                .with("similarity", "cosine")
                .with("halfLife", "PT36H")
                .with("histories", "7")
                .with("eventWeights", Map.of("Click", 2.0));
        assertThat(RetiredRequest.write(request))
                .startsWith("{\"usageRelativePath\":\"usage\",\"supportThreshold\":100,")
                .contains("\"similarityFunction\":\"cosine\"")
                .contains("\"enableUserToItemRecommendations\":true")
                .contains("\"decayPeriodInDays\":1")
                .doesNotContain("Click");
        for (TrainingRequest odd : List.of(
                TrainingRequest.of("u").with("supportThreshold", "many"),
                TrainingRequest.of("u").with("halfLife", "soon"),
                TrainingRequest.of("u").with("supportThreshold", Long.MAX_VALUE))) {
            assertThat(RetiredRequest.write(odd)).startsWith("{\"usageRelativePath\":\"u\",\"supportThreshold\":");
        }
    }

    @Test
    void answersHaveOneToAHundredItems() {
        assertThat(RetiredQuery.requireCount(1)).isEqualTo(1);
        assertThat(RetiredQuery.requireCount(RetiredQuery.MAX_COUNT)).isEqualTo(100);
        assertThat(RetiredQuery.DEFAULT_COUNT).isEqualTo(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetiredQuery.requireCount(101))
                .withMessageContaining("must be from 1 to 100: 101");
        assertThatIllegalArgumentException().isThrownBy(() -> RetiredQuery.requireCount(0));
    }
}
