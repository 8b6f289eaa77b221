package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    @Test
    void everyTypeOfValueIsWrittenAndReadInItsOrder() {
        Parameters parameters = Parameters.empty()
                .with("zeta", "a \"quoted\" text")
                .with("count", 7)
                .with("factor", 2.0)
                .with("flag", true)
                .with("weights", weights("View", -0.5, "Buy", 4.0))
                .withNone("limit");
        String json = "{\"zeta\":\"a \\\"quoted\\\" text\",\"count\":7,\"factor\":2.0,\"flag\":true,"
                + "\"weights\":{\"View\":-0.5,\"Buy\":4.0},\"limit\":null}";
        assertThat(parameters.toJson()).isEqualTo(json);
        Parameters read = Parameters.parse(json);
        assertThat(read).isEqualTo(parameters).hasSameHashCodeAs(parameters);
        assertThat(read.names()).containsExactly("zeta", "count", "factor", "flag", "weights", "limit");
        assertThat(read.value("count")).contains(7L);
        assertThat(read.value("factor")).contains(2.0);
        assertThat(read.value("flag")).contains(true);
        assertThat(read.value("weights")).contains(Map.of("View", -0.5, "Buy", 4.0));
        assertThat(read.value("limit")).isEmpty();
        assertThat(read.has("limit")).isTrue();
        assertThat(read.value("other")).isEmpty();
        assertThat(read.has("other")).isFalse();
        assertThat(read)
                .hasToString("zeta a \"quoted\" text, count 7, factor 2.0, flag true,"
                        + " weights {View=-0.5, Buy=4.0}, limit none");
        assertThat(read.toText())
                .containsExactly(
                        Map.entry("zeta", "a \"quoted\" text"),
                        Map.entry("count", "7"),
                        Map.entry("factor", "2.0"),
                        Map.entry("flag", "true"),
                        Map.entry("weights", "{View=-0.5, Buy=4.0}"),
                        Map.entry("limit", "none"));
    }

    @Test
    @Tag("slow")
    void randomParametersComeBackAndEveryNumberToTheLastBit() throws Exception {
        Random random = new Random(1);
        for (int round = 0; round < 2000; round++) {
            Parameters parameters = Parameters.empty();
            List<String> names = new ArrayList<>();
            for (int count = random.nextInt(8); count > 0; count--) {
                String name = "p" + random.nextInt(6) + (random.nextInt(4) == 0 ? " \"\u00e9\ud83d\ude00" : "");
                parameters = switch (random.nextInt(6)) {
                    case 0 -> parameters.with(name, "text " + Integer.toString(random.nextInt(), 36));
                    case 1 -> parameters.with(name, random.nextLong());
                    case 2 -> parameters.with(name, number(random));
                    case 3 -> parameters.with(name, random.nextBoolean());
                    case 4 -> parameters.with(name, weights("a", number(random), "b", number(random)));
                    default -> parameters.withNone(name);
                };
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
            assertThat(parameters.names()).isEqualTo(names);
            Parameters read = Parameters.parse(parameters.toJson());
            assertThat(read).isEqualTo(parameters);
            assertThat(read.names()).isEqualTo(names);
            assertThat(read.toJson()).isEqualTo(parameters.toJson());
            assertThat(JsonMapper.builder()
                            .build()
                            .readTree(parameters.toJson())
                            .size())
                    .isEqualTo(names.size());
        }
    }

    @Test
    void aChangeMakesACopyAndKeepsTheOrder() {
        Map<String, Double> table = weights("a", 1.0, "b", 2.0);
        Parameters first = Parameters.empty().with("a", 1).with("b", "x").with("t", table);
        Parameters second = first.with("a", 2).with("c", 3);
        table.put("c", 3.0);
        assertThat(first.toJson()).isEqualTo("{\"a\":1,\"b\":\"x\",\"t\":{\"a\":1.0,\"b\":2.0}}");
        assertThat(second.names()).containsExactly("a", "b", "t", "c");
        assertThat(second.value("a")).contains(2L);
        assertThat(Parameters.empty().names()).isEmpty();
        Parameters merged = first.with(Parameters.empty().with("z", true).with("b", "y"));
        assertThat(merged.toJson()).isEqualTo("{\"a\":1,\"b\":\"y\",\"t\":{\"a\":1.0,\"b\":2.0},\"z\":true}");
        assertThatThrownBy(() -> first.names().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<?, ?>) first.value("t").orElseThrow()).clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalityIsThatOfNamesTypesAndValues() {
        Parameters parameters = Parameters.empty().with("a", 1).with("b", 2);
        assertThat(parameters)
                .isEqualTo(Parameters.empty().with("b", 2).with("a", 1))
                .isNotEqualTo(Parameters.empty().with("a", 1))
                .isNotEqualTo(parameters.with("b", 2.0))
                .isNotEqualTo(parameters.with("b", "2"))
                .isNotEqualTo(parameters.withNone("b"))
                .isNotEqualTo("a 1, b 2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|not a JSON object",
                "[1]|not a JSON object",
                "null|not a JSON object",
                "7|not a JSON object",
                "{\"a\":1|not JSON",
                "{\"a\":1} {\"b\":2}|not JSON",
                "{\"a\":1,\"a\":2}|'a'",
                "{\"a\":NaN}|not JSON",
                "{\"a\":[1]}|a must be a text, a number, true, false, null, or an object of numbers: [1]",
                "{\"a\":1e999}|a must be",
                "{\"a\":{\"b\":\"1\"}}|a must be",
                "{\"a\":{\"b\":null}}|a must be",
                "{\"a\":{\"b\":1e999}}|a must be",
                "{\"a\":{\"b\":{\"c\":1}}}|a must be",
                "{\" \":1}|name of a parameter must not be blank: \" \""
            })
    void whatIsNoObjectOfPlainValuesIsRefused(String json, String problem) {
        assertThatThrownBy(() -> Parameters.parse(json))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void everyFieldThatIsWrongIsNamed() {
        assertThatThrownBy(() -> Parameters.parse("{\"good\":1,\"list\":[],\"deep\":{\"a\":{}}}"))
                .isInstanceOfSatisfying(
                        InvalidParametersException.class,
                        e -> assertThat(e.violations())
                                .hasSize(2)
                                .anySatisfy(line -> assertThat(line)
                                        .startsWith("list must be")
                                        .endsWith("[]"))
                                .anySatisfy(line -> assertThat(line)
                                        .startsWith("deep must be")
                                        .endsWith("{\"a\":{}}")));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void numbersThatAreNotFiniteAreRefusedByName(double number) {
        assertThatThrownBy(() -> Parameters.empty().with("rate", number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rate must be finite: " + number);
        assertThatThrownBy(() -> Parameters.empty().with("rates", Map.of("low", number)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("rates.low must be finite: " + number);
    }

    @Test
    void aParameterNeedsAName() {
        assertThatThrownBy(() -> Parameters.empty().with(" ", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name of a parameter");
        assertThatThrownBy(() -> Parameters.empty().withNone(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name of a parameter");
    }

    private static double number(Random random) {
        double number = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(number) ? number : random.nextInt(100) / 4.0;
    }

    private static Map<String, Double> weights(String first, double one, String second, double other) {
        Map<String, Double> weights = new LinkedHashMap<>();
        weights.put(first, one);
        weights.put(second, other);
        return weights;
    }
}
