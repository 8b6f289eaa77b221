package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Contribution;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.UsageEvent;
import dev.recommender.factors.FactorModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The loss of each iteration, scores and lists, against a twin in doubles. */
class AlsTwinTest {
    @ParameterizedTest
    @CsvSource({
        "1, 8, 8, false",
        "2, 16, 16, false",
        "3, 16, 8, false",
        "4, 24, 16, false",
        "5, 8, 8, true",
        "6, 16, 8, true"
    })
    void lossesAndListsAreThoseOfDoubles(int seed, int factors, int block, boolean ratings) {
        AlsShop shop = new AlsShop(seed, 40, 30);
        // What everybody turns away has the vector 0, and its pairs count for penalties all the same.
        for (int user = 0; user < 40; user += 2) {
            shop.events.add(UsageEvent.of("u" + user, "unwanted").weight(-1));
        }
        AlsTrainer.Builder builder = AlsTrainer.builder()
                .factors(factors)
                .blockSize(block)
                .iterations(6)
                .startSeed(seed)
                .regularization(ratings ? 0.05 : 0.01)
                .regularizationExponent(seed % 3 * 0.5)
                .supportThreshold(2);
        AlsOptions options = (ratings
                        ? builder.ratings()
                        : seed % 2 == 0 ? builder.alpha(1 + seed) : builder.unobservedWeight(4 + 3 * seed))
                .build()
                .options();
        AlsShop.Learnt learnt = AlsShop.train(options, 1 + seed % 2, shop.events);
        FactorModel model = learnt.model();
        List<String> items = new ArrayList<>();
        model.items().forEachRemaining(items::add);
        items.removeIf(item -> users(shop.events, item) < 2);
        List<String> users = new ArrayList<>();
        model.users().forEachRemaining(users::add);
        double[][] affinities = affinities(shop.events, users, items, ratings);
        AlsTwin twin = new AlsTwin(options, affinities, AlsTwin.initial(options, items.size()));
        twin.learn();
        assertThat(learnt.losses()).hasSize(6);
        for (int at = 0; at < 6; at++) {
            assertThat(learnt.losses().get(at))
                    .as("loss of iteration %d", at + 1)
                    .isCloseTo(twin.losses.get(at), within(2e-4 * twin.losses.get(at)));
        }
        for (int user = 0; user < users.size(); user++) {
            double[] scores = new double[items.size()];
            double[] vector = twin.foldIn(affinities[user]);
            for (int item = 0; item < scores.length; item++) {
                scores[item] = AlsTwin.product(vector, twin.items[item]);
            }
            assertTop(model, users.get(user), items, scores);
        }
    }

    /** The scores are those of the twin, in its order but where scores are as good as equal. */
    private static void assertTop(FactorModel model, String user, List<String> items, double[] scores) {
        double scale = 1e-3
                * Math.max(
                        1,
                        IntStream.range(0, scores.length)
                                .mapToDouble(i -> Math.abs(scores[i]))
                                .max()
                                .orElse(0));
        List<Recommendation> list = new ArrayList<>();
        model.recommender()
                .recommend(Query.user(user).count(10).includeSeen().explain())
                .forEach(list::add);
        double[] sorted = IntStream.range(0, scores.length)
                .mapToObj(i -> scores[i])
                .sorted(Comparator.reverseOrder())
                .mapToDouble(Double::doubleValue)
                .toArray();
        for (int rank = 0; rank < list.size() && list.get(rank).score() > 0; rank++) {
            Recommendation next = list.get(rank);
            assertThat(next.score()).isCloseTo(scores[items.indexOf(next.item())], within(scale));
            assertThat(next.score()).isCloseTo(sorted[rank], within(scale));
            assertThat(next.because().stream().mapToDouble(Contribution::score).sum())
                    .isCloseTo(next.score(), within(1e-4 * Math.max(1, next.score())));
        }
    }

    private static long users(List<UsageEvent> events, String item) {
        return events.stream()
                .filter(event -> event.item().equals(item))
                .map(UsageEvent::user)
                .distinct()
                .count();
    }

    private static double[][] affinities(
            List<UsageEvent> events, List<String> users, List<String> items, boolean ratings) {
        Map<String, Integer> places = new HashMap<>();
        items.forEach(item -> places.put(item, places.size()));
        double[][] affinities = new double[users.size()][items.size()];
        int[][] counts = new int[users.size()][items.size()];
        for (UsageEvent event : events) {
            Integer item = places.get(event.item());
            if (item != null) {
                affinities[users.indexOf(event.user())][item] += event.weight().orElseThrow();
                counts[users.indexOf(event.user())][item]++;
            }
        }
        for (int user = 0; user < affinities.length; user++) {
            for (int item = 0; item < items.size(); item++) {
                int count = counts[user][item];
                affinities[user][item] = count == 0 ? Double.NaN : affinities[user][item] / (ratings ? count : 1);
            }
        }
        return affinities;
    }
}
