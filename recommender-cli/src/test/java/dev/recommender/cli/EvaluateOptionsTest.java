package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the command splits, whom it asks for and what it compares with. */
class EvaluateOptionsTest {
    @TempDir
    static Path folder;

    private static TrainedShop shop;
    private static Path other;

    @BeforeAll
    static void train() throws IOException {
        shop = TrainedShop.in(folder);
        other = folder.resolve("other.model");
        Run run = Run.of("train", "--usage", shop.usage(), "--similarity", "lift", "--model", other);
        assertThat(run.status()).as(run.toString()).isZero();
    }

    @Test
    @Tag("slow")
    void splitsAtOneMomentByDefault() throws IOException {
        JsonNode plain = json();
        JsonNode named = json("--split", "fixed-date");
        JsonNode half = json("--ratio", "0.5");

        assertThat(plain.get("parameters").get("split").asText())
                .matches("fixed date .*Z, for 0.75 : 0.25 of the events with a time");
        assertThat(named).isEqualTo(plain);
        assertThat(plain.get("notes")).isEmpty();
        assertThat(half.get("counts").get("trainEvents").asInt())
                .isLessThan(plain.get("counts").get("trainEvents").asInt());
        assertThat(plain.get("popularity").get("scores")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"last-event", "chronological", "random", "stratified", "held-out-users"})
    @Tag("slow")
    void notesThatOtherSplitsKnowTheFuture(String split) throws IOException {
        JsonNode evaluation = json("--split", split);

        assertThat(evaluation.get("notes")).hasSize(1);
        assertThat(evaluation.get("notes").get(0).asText()).contains("learned from the future");
        assertThat(evaluation.get("counts").get("earlierTestEvents").asInt()).isPositive();
    }

    @Test
    void holdsUsersOut() throws IOException {
        JsonNode evaluation = json("--split", "held-out-users", "--ratio", "0.9", "--given", "0.6", "--seed", "4");

        assertThat(evaluation.get("parameters").get("split").asText())
                .isEqualTo("users held out, 0.9 : 0.1, with the earlier 0.6 : 0.4 of their events given, seed 4");
        assertThat(evaluation.get("counts").get("givenEvents").asInt()).isPositive();
        assertThat(evaluation.get("model").get("unknownUsers").asInt()).isZero();
    }

    @Test
    @Tag("slow")
    void predictsTheLastEventsOfTheLatestUsersFromRecentOnes() throws IOException {
        JsonNode plain = json("--split", "latest-users", "--ratio", "0.8", "--given", "1");
        JsonNode recent = json("--split", "latest-users", "--ratio", "0.8", "--given", "1", "--recency", "reciprocal");

        assertThat(plain.get("parameters").get("split").asText())
                .isEqualTo(
                        "users held out, 0.8 : 0.2, with all but the last of their events given, those who came last");
        assertThat(recent.get("parameters").get("recency of seeds").asText()).isEqualTo("reciprocal");
        assertThat(plain.get("parameters").has("recency of seeds")).isFalse();
        assertThat(recent.get("counts")).isEqualTo(plain.get("counts"));
        assertThat(recent.get("model").get("scores"))
                .isNotEqualTo(plain.get("model").get("scores"));
    }

    @Test
    void asksForAShareOfTheTestUsers() throws IOException {
        JsonNode all = json();
        JsonNode half = json("--test-user-share", "0.5", "--seed", "3");

        int users = all.get("counts").get("users").asInt();
        assertThat(half.get("counts").get("users").asInt()).isEqualTo(Math.round(users / 2f));
        assertThat(half.get("counts").get("usersNotDrawn").asInt()).isEqualTo(users - Math.round(users / 2f));
    }

    @Test
    void tellsRepeatedAndNewItemsApart() throws IOException {
        JsonNode evaluation = json("--include-seen");

        assertThat(evaluation.get("parameters").get("seen items").asText()).startsWith("may be recommended");
        assertThat(evaluation.get("model").get("repeatedItems")).isNotEmpty();
        assertThat(evaluation.get("model").get("newItems")).isNotEmpty();
        assertThat(json().get("model").has("repeatedItems")).isFalse();
    }

    @Test
    void measuresPredictedRatings() throws IOException {
        StringBuilder lines = new StringBuilder("user,item,weight,time\n");
        Random random = new Random(3);
        for (int user = 0; user < 80; user++) {
            for (int item = 0; item < 20; item++) {
                if (random.nextInt(3) > 0) {
                    int rating = user % 2 == item % 2 ? 4 + random.nextInt(2) : 1 + random.nextInt(2);
                    lines.append(String.format(
                            Locale.ROOT,
                            "u%d,i%d,%d,2026-01-%02dT00:00:00Z\n",
                            user,
                            item,
                            rating,
                            1 + random.nextInt(28)));
                }
            }
        }
        Path usage = Files.writeString(folder.resolve("rated.csv"), lines);
        List<String> arguments = List.of(
                "evaluate",
                "--usage",
                usage.toString(),
                "--split",
                "chronological",
                "--algorithm",
                "als",
                "--ratings",
                "--factors",
                "8",
                "--regularization",
                "0.05",
                "--measure-ratings");
        Run table = Run.of(arguments.toArray());
        assertThat(table.status()).as(table.err()).isZero();
        assertThat(table.out())
                .contains("\nRMSE ")
                .contains("\n  mean of item ")
                .contains("By RMSE, als is better than the mean of the item by more than chance: ")
                .doesNotContain("Log loss");
        List<String> more = new ArrayList<>(arguments);
        more.addAll(List.of("--liked-from", "4", "--format", "json"));
        JsonNode evaluation = new ObjectMapper().readTree(Run.of(more.toArray()).out());
        assertThat(evaluation.get("ratings").get("predicted").asInt()).isPositive();
        assertThat(evaluation.get("model").get("scores").findValuesAsText("metric"))
                .contains("rmse", "mae", "rating_auc", "log_loss");
    }

    @Test
    void comparesTwoTrainings() throws IOException {
        JsonNode first = json("--support-threshold", "2");
        JsonNode second = json("--similarity", "lift", "--support-threshold", "2");
        JsonNode compared = json("--support-threshold", "2", "--against-parameters", "similarity=lift");

        assertThat(compared.get("model")).isEqualTo(first.get("model"));
        assertThat(compared.get("against")).isEqualTo(second.get("model"));
        assertThat(compared.get("againstParameters")).isEqualTo(second.get("modelParameters"));
        JsonNode difference = compared.get("differences").get(0);
        assertThat(difference.get("metric").asText()).isEqualTo("hit_rate");
        assertThat(difference.get("value").asDouble()).isEqualTo(value(first) - value(second), within(1e-12));
        assertThat(difference.get("pValue").asDouble()).isBetween(0.0, 1.0);
    }

    /** Every way to write a parameter: as its option, as in JSON, and each with the values of both. */
    @ParameterizedTest
    @CsvSource({
        "half-life=none, none", "halfLife=none, none", "half-life=None, none",
        "half-life=7d, 7d", "halfLife=P7D, 7d", "half-life=p7d, 7d",
        "referenceTime=2026-01-31T00:00:00Z, 2026-01-31T00:00:00Z",
    })
    @Tag("slow")
    void parametersAreNamedAsOptionsAreOrAsInJson(String typed, String expected) throws IOException {
        JsonNode contrast = json("--against-parameters", typed).get("contrasts");

        assertThat(contrast).hasSize(1);
        assertThat(contrast.get(0).get("against").asText()).isEqualTo(expected);
    }

    @Test
    @Tag("slow")
    void whatBothAlgorithmsHaveHoldsForBoth() throws IOException {
        JsonNode compared = json("--half-life", "none", "--similarity", "lift", "--against-algorithm", "ridge");
        JsonNode otherwise =
                json("--half-life", "none", "--against-algorithm", "ridge", "--against-parameters", "halfLife=9d");

        assertThat(compared.get("algorithm").asText()).isEqualTo("sar");
        assertThat(compared.get("againstAlgorithm").asText()).isEqualTo("ridge");
        assertThat(compared.get("modelParameters").get("halfLife").asText()).isEqualTo("none");
        assertThat(compared.get("againstParameters").get("halfLife").asText()).isEqualTo("none");
        assertThat(compared.get("contrasts").findValuesAsText("name"))
                .startsWith("algorithm", "supportThreshold", "similarity")
                .contains("penalty")
                .doesNotContain("halfLife", "maxNeighbors");
        assertThat(otherwise.get("againstParameters").get("halfLife").asText()).isEqualTo("9d");
        assertThat(otherwise.get("contrasts").findValuesAsText("name")).contains("halfLife");
    }

    @Test
    @Tag("slow")
    void reportsNameTheAlgorithmsAndTheWordsThatOptionsTake() throws IOException {
        Path page = folder.resolve("compared.html");
        Run run = Run.of("evaluate", "--usage", shop.usage(), "--against-algorithm", "ridge", "--report", page);

        assertThat(run.out())
                .startsWith("Evaluation of sar against ridge by ")
                .contains("\nTrained by sar with defaults\n", "\nAgainst, trained by ridge with defaults\n")
                .contains("\nWhat differs between both trainings\n");
        assertThat(Files.readString(page))
                .contains("<h1>Evaluation of sar against ridge</h1>", "against: ridge</span>", "newest-event");
        assertThat(Run.of("evaluate", "--model", other, "--test", shop.usage(), "--against", shop.model())
                        .out())
                .startsWith("Evaluation of sar (similarity lift) against sar (similarity jaccard) by ");
    }

    private static double value(JsonNode evaluation) {
        return evaluation.get("model").get("scores").get(0).get("value").asDouble();
    }

    @Test
    void comparesTwoTrainedModels() throws IOException {
        Run run = Run.of("evaluate", "--model", shop.model(), "--test", shop.usage(), "--against", other, "--k", "5");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("  against ", "  difference ", "p = ");
        Run same = Run.of(
                "evaluate",
                "--model",
                other,
                "--test",
                shop.usage(),
                "--against",
                other,
                "--k",
                "5",
                "--format",
                "json");
        for (JsonNode difference : new ObjectMapper().readTree(same.out()).get("differences")) {
            assertThat(difference.get("value").asDouble()).isZero();
            assertThat(difference.get("pValue").asDouble()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--split last-event --ratio 0.5 | --ratio has no effect with --split last-event",
                "--split fixed-date --date 2026-08-01 --ratio 0.5 | --ratio has no effect beside --date",
                "--date 2026-08-01 | --date has no effect without --split",
                "--split random --given 0.5 | --given has no effect with --split random",
                "--split sideways | --split must be one of fixed-date, chronological, last-event, held-out-users, latest-users,",
                "--seed 3 | --seed has no effect where nothing is drawn",
                "--split held-out-users --given 1.5 | --given must be greater than 0 and at most 1",
                "--split latest-users --given 0 | --given must be greater than 0 and at most 1",
                "--split latest-users --seed 3 | --seed has no effect where nothing is drawn",
                "--split latest-users --recency soon | --recency must be one of linear, quadratic, logarithmic",
                "--split chronological --recency linear | --recency has no effect unless --split is held-out-users",
                "--recency linear | --recency has no effect unless --split is held-out-users or latest-users",
                "--model OTHER --test USAGE --recency linear | --recency has no effect beside --model",
                "--split held-out-users --ratio 1 | --ratio must be greater than 0 and less than 1",
                "--test-user-share 1 | --test-user-share must be greater than 0 and less than 1: 1.0",
                "--test-user-share 0.5 --max-test-users 3 | --test-user-share has no effect beside --max-test-users",
                "--against OTHER | --against goes with --model and --test",
                "--against-parameters similarity=jaccard | --against-parameters: changes nothing",
                "--against-algorithm sar | --against-algorithm: changes nothing",
                "--against-algorithm none | --against-algorithm must be one of als, category-popularity, ridge, sar: none",
                "--against-parameters half-life=9d --against-parameters halfLife=7d | must name each parameter once",
                "--against-parameters lift | --against-parameters must be NAME=VALUE: lift",
                "--against-parameters colour=red | --against-parameters: \"colour\" is not a parameter of sar",
                "--against-parameters colour=red | ; it has similarity, counting, max-distance, support-threshold, half-life, ",
                "--against-parameters penalty=3 | \"penalty\" is not a parameter of sar, but of ridge",
                "--against-parameters similarity=red | --against-parameters similarity must be one of ",
                "--against-parameters halfLife=soon | --against-parameters halfLife must be a span of time with its unit, ",
                "--half-life 30 | --half-life must be a span of time with its unit, such as 30s, 30m, 30h or 30d for seconds, minutes, hours or days; or none: 30",
                "--against-parameters half-life=30 | half-life must be a span of time with its unit, ",
                "--split latest-users --recency 10 | --recency must be one of linear, quadratic, logarithmic",
                "--against-parameters half-life=soon | --against-parameters half-life must be a span of time with its unit, ",
                "--against-algorithm sar --half-life none | --against-algorithm: changes nothing",
                "--penalty 3 | --penalty is not an option of sar; it goes with --algorithm ridge",
                "--algorithm als --cooccurrence-unit timestamp --against-algorithm ridge | --cooccurrence-unit is not an option of als; it goes with --algorithm ridge or --algorithm sar; --against-algorithm ridge alone is told it by --against-parameters cooccurrence-unit=timestamp",
                "--algorithm als --cooccurrence-unit it's --against-algorithm ridge | alone is told it by --against-parameters 'cooccurrence-unit=it'\\''s'",
                "--algorithm als --cooccurrence-unit timestamp --threads 0 --against-algorithm sar | --against-parameters cooccurrence-unit=timestamp",
                "--threads 0 --against-algorithm ridge | --threads must be at least 1: 0",
                "--k 5,x | --k \"5,x\": give whole numbers",
                "--against-parameters cold-items=1 | --against-parameters: ",
                "--model OTHER --test USAGE --against-parameters similarity=lift | name the other model by --against",
                "--model OTHER --test USAGE --given 0.5 | --given has no effect beside --model",
                "--model OTHER --test USAGE --include-seen | name it by --usage",
                "--liked-from 3 | --liked-from has no effect without --measure-ratings",
                "--split latest-users --measure-ratings | --measure-ratings has no effect with --split held-out-users",
            })
    void refusesWhatHasNoEffect(String arguments, String message) {
        List<Object> words = new ArrayList<>(List.of("evaluate"));
        for (String word : arguments.split(" ")) {
            words.add(word.equals("OTHER") ? other : word.equals("USAGE") ? shop.usage() : word);
        }
        if (!arguments.contains("--test ")) {
            words.addAll(List.of("--usage", shop.usage()));
        }
        Run run = Run.of(words.toArray());

        assertThat(run.status()).as(run.toString()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }

    @Test
    void allWrongValuesAreToldAtOnce() {
        assertThat(wrong("--k", 0, "--split", "latest", "--support-threshold", 0))
                .isEqualTo("error: --k must be numbers of at least 1: [0]; --split must be one of fixed-date,"
                        + " chronological, last-event, held-out-users, latest-users, stratified, random: latest;"
                        + " --support-threshold must be at least 1: 0\n");
        assertThat(wrong(
                        "--split",
                        "latest-users",
                        "--ratio",
                        2,
                        "--given",
                        3,
                        "--max-test-users",
                        0,
                        "--liked-from",
                        3))
                .contains(
                        "--ratio must be ",
                        "; --given must be ",
                        "--max-test-users must be ",
                        "--liked-from has no effect");
    }

    private static String wrong(Object... arguments) {
        List<Object> words = new ArrayList<>(List.of("evaluate", "--usage", shop.usage()));
        words.addAll(List.of(arguments));
        Run run = Run.of(words.toArray());
        assertThat(run.status()).as(run.toString()).isEqualTo(2);
        return run.err();
    }

    private static JsonNode json(String... arguments) throws IOException {
        List<Object> words = new ArrayList<>(List.of("evaluate", "--usage", shop.usage(), "--format", "json"));
        words.addAll(List.of(arguments));
        Run run = Run.of(words.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        return new ObjectMapper().readTree(run.out());
    }
}
