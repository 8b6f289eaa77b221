package dev.recommender.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Contribution;
import dev.recommender.InvalidParametersException;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.json.RecommendationsJson.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecommendationsJsonTest {
    @Test
    void whatIsWrittenIsReadAsTheSameAnswer() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            Recommendations answer = randomAnswer(random);

            Context context = randomContext(random);
            String json = context.equals(Context.none()) && random.nextBoolean()
                    ? RecommendationsJson.write(answer)
                    : RecommendationsJson.write(context, answer);
            Recommendations read = RecommendationsJson.read(json);

            assertThat(RecommendationsJson.readContext(json)).isEqualTo(context);
            assertThat(read).isEqualTo(answer);
            assertThat(read.unknownUser()).isEqualTo(answer.unknownUser());
            assertThat(read.nearUser()).isEqualTo(answer.nearUser());
            assertThat(read.unknownItems()).isEqualTo(answer.unknownItems());
            assertThat(read.nearItems()).isEqualTo(answer.nearItems());
            assertThat(read.unmatched()).isEqualTo(answer.unmatched());
        }
    }

    @Test
    void theFormIsTheOneDescribed() {
        Recommendations answer = Recommendations.of(
                        List.of(
                                new Recommendation(
                                        "bow", 0.25, Source.MODEL, List.of(new Contribution("violin", 1, 0.25, 0.25))),
                                new Recommendation("rosin", 0, Source.POPULARITY)),
                        Optional.of("42"),
                        List.of("harp", "7.0"),
                        List.of("exclude: nothing"))
                .withNearUser("42.0")
                .withNearItems(Map.of("7.0", "7"));

        assertThat(RecommendationsJson.write(Context.none().withUser("42").withModel("champion"), answer))
                .isEqualTo(
                        "{\"user\":\"42\",\"model\":\"champion\",\"items\":[{\"item\":\"bow\",\"score\":0.25,\"source\":\"model\","
                                + "\"because\":[{\"seed\":\"violin\",\"affinity\":1.0,\"weight\":0.25,\"score\":0.25}]},"
                                + "{\"item\":\"rosin\",\"score\":0.0,\"source\":\"popularity\"}],"
                                + "\"unknownUser\":\"42\",\"nearUser\":\"42.0\",\"unknownItems\":[\"harp\",\"7.0\"],\"nearItems\":{\"7.0\":\"7\"},"
                                + "\"unmatched\":[\"exclude: nothing\"]}");
    }

    @Test
    void itemsAndSeedsHaveTheirNamesWhichReadingLeavesOut() {
        Recommendations answer = Recommendations.of(
                List.of(
                        new Recommendation("bow", 1, Source.MODEL, List.of(new Contribution("violin", 1, 1, 1))),
                        new Recommendation("rosin", 0, Source.POPULARITY)),
                Optional.empty(),
                List.of());
        Map<String, String> names = Map.of("bow", "Bow, \"light\"", "violin", "Violin");

        String json = RecommendationsJson.write(Context.none(), answer, item -> Optional.ofNullable(names.get(item)));

        assertThat(json)
                .isEqualTo(
                        "{\"items\":[{\"item\":\"bow\",\"name\":\"Bow, \\\"light\\\"\",\"score\":1.0,\"source\":\"model\","
                                + "\"because\":[{\"seed\":\"violin\",\"name\":\"Violin\",\"affinity\":1.0,\"weight\":1.0,\"score\":1.0}]},"
                                + "{\"item\":\"rosin\",\"score\":0.0,\"source\":\"popularity\"}]}");
        assertThat(RecommendationsJson.read(json)).isEqualTo(answer);
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RecommendationsJson.read(json.replace("\"Violin\"", "7")))
                .withMessageContaining("items: because: name must be a text: 7");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RecommendationsJson.read("{\"items\":[{\"item\":\"a\",\"score\":\"x\"}],\"more\":1}"))
                .withMessageContaining("items")
                .withMessageContaining("more is not a field of an answer");
        for (String near : List.of("[\"7\"]", "{\"7.0\":7}", "\"7\"")) {
            assertThatExceptionOfType(InvalidParametersException.class)
                    .isThrownBy(() -> RecommendationsJson.read("{\"items\":[],\"nearItems\":" + near + "}"))
                    .withMessageContaining("nearItems must be an object of texts: " + near);
        }
    }

    @Test
    void everythingThatIsWrongInsideElementsIsNamedAtOnce() {
        String json = """
                {"items": [{"score": "x", "source": "guess", "because": [{"affinity": 1, "wieght": 2}, 7]},
                           {"item": "a", "source": null}]}
                """;

        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RecommendationsJson.read(json))
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly(
                                "items: item is missing",
                                "items: score must be a number: \"x\"",
                                "items: source must be one of model, content, popularity: guess",
                                "items: because: seed is missing",
                                "items: because: weight is missing",
                                "items: because: score is missing",
                                "items: because: wieght is not a field of a contribution; use weight, or another of"
                                        + " [seed, name, affinity, weight, score]",
                                "items: because: contribution must be an object: 7",
                                "items: score is missing",
                                "items: source is missing"));
    }

    private static Recommendations randomAnswer(Random random) {
        List<Recommendation> items = new ArrayList<>();
        for (int item = random.nextInt(4); item > 0; item--) {
            List<Contribution> because = random.nextBoolean()
                    ? List.of(new Contribution(
                            "s\n" + item, random.nextGaussian(), random.nextDouble(), random.nextGaussian()))
                    : List.of();
            items.add(new Recommendation(
                    "i" + item, random.nextGaussian(), List.of(Source.values()).get(random.nextInt(3)), because));
        }
        Recommendations answer = Recommendations.of(
                items,
                random.nextBoolean() ? Optional.of("ü") : Optional.empty(),
                random.nextBoolean() ? List.of("x", "y") : List.of(),
                random.nextBoolean() ? List.of("where: \"ü\"") : List.of());
        answer = random.nextBoolean() ? answer.withNearItems(Map.of("x", "x.0", "y", "ü")) : answer;
        return random.nextBoolean() ? answer.withNearUser("1.0") : answer;
    }

    private static Context randomContext(Random random) {
        Context context = Context.none();
        context = random.nextBoolean() ? context.withUser("ü 1") : context;
        context = random.nextInt(3) == 0 ? context.withSeed("a,b") : context;
        context = random.nextInt(3) == 0 ? context.withQuestion("u,\"i\"") : context;
        return random.nextBoolean() ? context.withModel("some model") : context;
    }
}
