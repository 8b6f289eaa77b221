package dev.recommender.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Contribution;
import dev.recommender.InvalidParametersException;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecommendationsJsonTest {
    @Test
    void whatIsWrittenIsReadAsTheSameAnswer() {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            Recommendations answer = randomAnswer(random);

            Recommendations read = RecommendationsJson.read(
                    random.nextBoolean()
                            ? RecommendationsJson.write(answer)
                            : RecommendationsJson.write("some model", answer));

            assertThat(read).isEqualTo(answer);
            assertThat(read.unknownUser()).isEqualTo(answer.unknownUser());
            assertThat(read.unknownItems()).isEqualTo(answer.unknownItems());
        }
    }

    @Test
    void theFormIsTheOneDescribed() {
        Recommendations answer = Recommendations.of(
                List.of(
                        new Recommendation(
                                "bow", 0.25, Source.MODEL, List.of(new Contribution("violin", 1, 0.25, 0.25))),
                        new Recommendation("rosin", 0, Source.POPULARITY)),
                Optional.of("u42"),
                List.of("harp"));

        assertThat(RecommendationsJson.write("champion", answer))
                .isEqualTo("{\"model\":\"champion\",\"items\":[{\"item\":\"bow\",\"score\":0.25,\"source\":\"model\","
                        + "\"because\":[{\"seed\":\"violin\",\"affinity\":1.0,\"weight\":0.25,\"score\":0.25}]},"
                        + "{\"item\":\"rosin\",\"score\":0.0,\"source\":\"popularity\"}],"
                        + "\"unknownUser\":\"u42\",\"unknownItems\":[\"harp\"]}");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> RecommendationsJson.read("{\"items\":[{\"item\":\"a\",\"score\":\"x\"}],\"more\":1}"))
                .withMessageContaining("items")
                .withMessageContaining("more is not a field");
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
        return Recommendations.of(
                items,
                random.nextBoolean() ? Optional.of("ü") : Optional.empty(),
                random.nextBoolean() ? List.of("x", "y") : List.of());
    }
}
