package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Contribution;
import dev.recommender.EventType;
import dev.recommender.InsufficientMemoryException;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.ScoreScale;
import dev.recommender.Seed;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import dev.recommender.factors.VectorPrecision;
import dev.recommender.models.Models;
import dev.recommender.sar.RandomShop;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What alternating least squares promises as a whole. */
class AlsTrainerTest {
    @TempDir
    Path folder;

    /** Single precision rounds each solution, so a loss that hardly falls any more may rise by as much. */
    @ParameterizedTest
    @CsvSource({"1, 8, false", "2, 16, false", "3, 64, false", "4, 8, true", "5, 64, true"})
    @Tag("slow")
    void theLossNeverRises(int seed, int block, boolean ratings) {
        AlsTrainer.Builder builder =
                AlsTrainer.builder().factors(64).blockSize(block).iterations(30).startSeed(seed);
        AlsOptions options = (ratings ? builder.ratings().regularization(0.1) : builder.alpha(2))
                .build()
                .options();
        List<Double> losses =
                AlsShop.train(options, 2, new AlsShop(seed, 60, 50).events).losses();
        assertThat(losses).hasSize(30);
        for (int at = 1; at < losses.size(); at++) {
            assertThat(losses.get(at)).isLessThanOrEqualTo(losses.get(at - 1) * (1 + 1e-6));
        }
        assertThat(losses.get(29)).isLessThan(0.9 * losses.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void orderAndThreadsHaveNoInfluenceOnTheModelFile(int seed) throws IOException {
        RandomShop shop = new RandomShop(seed);
        AlsTrainer.Builder builder = AlsTrainer.builder()
                .factors(8 + 8 * (seed % 3))
                .blockSize(8)
                .iterations(3)
                .heldOut(seed % 2 * 0.4)
                .precision(VectorPrecision.values()[seed / 2 % 2])
                .supportThreshold(1 + seed % 3);
        AlsOptions options = (seed == 5 ? builder.ratings() : builder.decayHalfLife(Duration.ofDays(100)))
                .build()
                .options();
        List<UsageEvent> events = new ArrayList<>(shop.events);
        if (seed == 5) {
            events.replaceAll(event -> event.weight(event.weight().orElse(3)));
        }
        byte[] expected = bytes(AlsShop.train(options, 1, events).model());
        for (int threads = 1; threads <= 3; threads++) {
            Collections.shuffle(events, new Random(threads));
            assertThat(bytes(AlsShop.train(options, threads, events).model())).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 6, 7})
    @Tag("slow")
    void orderAndThreadsHaveNoInfluenceOnMoreModelFiles(int seed) throws IOException {
        orderAndThreadsHaveNoInfluenceOnTheModelFile(seed);
    }

    /** So many that each thread has several tasks, sums have several parts, and popular items are summed in doubles. */
    @Test
    @Tag("slow")
    void orderAndThreadsHaveNoInfluenceOnManyUsers() throws IOException {
        Random random = new Random(4);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 2_500; user++) {
            for (int at = 0; at < 12; at++) {
                events.add(UsageEvent.of("u" + user, "i" + (int) (700 * Math.pow(random.nextDouble(), 3))));
            }
        }
        AlsOptions options = AlsTrainer.builder()
                .factors(16)
                .iterations(2)
                .heldOut(0.1)
                .build()
                .options();
        byte[] expected = bytes(AlsShop.train(options, 1, events).model());
        for (int threads = 2; threads <= 3; threads++) {
            Collections.shuffle(events, new Random(threads));
            assertThat(bytes(AlsShop.train(options, threads, events).model())).isEqualTo(expected);
        }
    }

    /** Not within a tolerance, but exactly: the vectors of users are solved last, by the way that queries take. */
    @Test
    void theVectorOfAHistoryIsThatOfTraining() {
        AlsShop shop = new AlsShop(3, 50, 40);
        FactorModel model =
                AlsTrainer.create().train(UsageEvents.of(shop.events)).model();
        int asked = 0;
        for (Iterator<String> users = model.users(); users.hasNext(); asked++) {
            String user = users.next();
            Recommendations stored =
                    model.recommender().recommend(Query.user(user).count(40).includeSeen());
            // An affinity of 0 says nothing, but the seeds are no longer those of the history alone.
            Recommendations folded = model.recommender()
                    .recommend(Query.user(user)
                            .and(Seed.of("i1").weight(0))
                            .count(40)
                            .includeSeen());
            assertThat(folded).isEqualTo(stored);
        }
        assertThat(asked).isEqualTo(50);
    }

    @Test
    void aBasketOfAHistoryGetsWhatTheUserGets() {
        AlsShop shop = new AlsShop(6, 50, 40);
        FactorModel model =
                AlsTrainer.create().train(UsageEvents.of(shop.events)).model();
        Query stranger = Query.user("a stranger").count(10);
        for (UsageEvent event : shop.events) {
            if (event.user().equals("u7")) {
                stranger =
                        stranger.and(Seed.of(event.item()).weight(event.weight().orElseThrow()));
            }
        }
        Recommendations expected =
                model.recommender().recommend(Query.user("u7").count(10));
        List<Recommendation> actual = new ArrayList<>();
        model.recommender().recommend(stranger).forEach(actual::add);
        List<Recommendation> list = new ArrayList<>();
        expected.forEach(list::add);
        assertThat(actual).isEqualTo(list);
    }

    @ParameterizedTest
    @CsvSource({"10, 0.003, false", "1000, 1e-9, false", "100000, 1e-9, false", "1, 0.1, true"})
    void explanationsSumToTheScore(double alpha, double regularization, boolean ratings) {
        AlsShop shop = new AlsShop(11, 50, 40);
        AlsTrainer.Builder builder = AlsTrainer.builder().factors(16).regularization(regularization);
        FactorModel model = (ratings ? builder.ratings() : builder.alpha(alpha))
                .build()
                .train(UsageEvents.of(shop.events))
                .model();
        int explained = 0;
        for (int user = 0; user < 50; user++) {
            Query query = Query.user("u" + user)
                    .and(Seed.of("i3").weight(2))
                    .count(8)
                    .includeSeen()
                    .explain();
            for (Recommendation next : model.recommender().recommend(query)) {
                if (next.source() == Source.MODEL) {
                    double sum = next.because().stream()
                            .mapToDouble(Contribution::score)
                            .sum();
                    double size = next.because().stream()
                            .mapToDouble(c -> Math.abs(c.score()))
                            .sum();
                    assertThat(sum).isCloseTo(next.score(), within(1e-5 * size));
                    assertThat(next.because())
                            .allSatisfy(part ->
                                    assertThat(part.affinity() * part.weight()).isCloseTo(part.score(), within(1e-9)));
                    explained++;
                }
            }
        }
        assertThat(explained).isGreaterThan(300);
    }

    @Test
    void predictionsAreTheScoresOfRecommendations() {
        AlsShop shop = new AlsShop(12, 40, 300);
        FactorModel model =
                AlsTrainer.create().train(UsageEvents.of(shop.events)).model();
        for (Recommendation next :
                model.recommender().recommend(Query.user("u5").count(20))) {
            assertThat(model.recommender().predict("u5", next.item())).hasValue(next.score());
        }
    }

    @Test
    void ratingsArePredicted() {
        List<UsageEvent> events = new ArrayList<>();
        Random random = new Random(5);
        for (int user = 0; user < 60; user++) {
            for (int item = 0; item < 30; item++) {
                if (random.nextInt(3) > 0) {
                    events.add(UsageEvent.of("u" + user, "i" + item).weight(user % 3 == item % 3 ? 5 : 1));
                }
            }
        }
        FactorModel model = AlsTrainer.builder()
                .factors(8)
                .ratings()
                .regularization(0.05)
                .build()
                .train(UsageEvents.of(events))
                .model();
        for (int user = 0; user < 60; user++) {
            for (int item = 0; item < 30; item++) {
                assertThat(model.recommender().predict("u" + user, "i" + item).orElseThrow())
                        .isCloseTo(user % 3 == item % 3 ? 5 : 1, within(0.5));
            }
        }
    }

    @Test
    @Tag("slow")
    void learningStopsWhenWhatIsHeldOutIsPredictedNoBetter() {
        AlsShop shop = new AlsShop(9, 300, 60);
        AlsOptions options = AlsTrainer.builder()
                .factors(64)
                .iterations(500)
                .heldOut(0.5)
                .alpha(200)
                .build()
                .options();
        AlsShop.Learnt learnt = AlsShop.train(options, 2, shop.events);
        long iterations = learnt.losses().size();
        assertThat(iterations).isBetween(3L, 200L);
        assertThat(learnt.result().notes())
                .anySatisfy(note -> assertThat(note)
                        .startsWith("learning stopped after " + iterations + " of 500 iterations")
                        .endsWith("iteration " + (iterations - 2)));
        assertThat(learnt.model().metadata().counts()).containsEntry("iterations", iterations - 2);
        // Where iterations end before that is clear, the best vectors are taken all the same, and said to be.
        for (long most = iterations - 1; most <= iterations; most++) {
            TrainingResult<FactorModel> ended = AlsTrainer.of(
                            options.toParameters().with("iterations", most), TrainingResources.ofThisMachine())
                    .train(UsageEvents.of(shop.events));
            assertThat(ended.notes())
                    .singleElement()
                    .asString()
                    .startsWith("learning ended after " + most + " of " + most + " iterations")
                    .endsWith("iteration " + (iterations - 2));
            assertThat(ended.model().itemVector("i7"))
                    .hasValueSatisfying(vector -> assertThat(vector)
                            .isEqualTo(learnt.model().itemVector("i7").orElseThrow()));
        }
        // Nobody's history lacks what was held out.
        assertThat(learnt.model().metadata().counts().get("pairs"))
                .isEqualTo(shop.events.stream()
                        .map(event -> event.user() + event.item())
                        .distinct()
                        .count());
    }

    @Test
    void whatHasDecayedAwayCountsAsNeverHappened() {
        List<UsageEvent> events = new ArrayList<>(new AlsShop(13, 40, 30).events);
        events.replaceAll(event -> event.at(Instant.parse("2026-01-01T00:00:00Z")));
        FactorModel without = AlsTrainer.builder()
                .decayHalfLife(Duration.ofDays(1))
                .build()
                .train(UsageEvents.of(events))
                .model();
        // Of the most popular item, so that the order of items stays as it is.
        String popular = without.popularItems(1).get(0).id();
        Set<String> takers = events.stream()
                .filter(event -> event.item().equals(popular))
                .map(UsageEvent::user)
                .collect(Collectors.toSet());
        String user = events.stream()
                .map(UsageEvent::user)
                .filter(each -> !takers.contains(each))
                .findFirst()
                .orElseThrow();
        events.add(UsageEvent.of(user, popular).at(Instant.parse("2025-01-01T00:00:00Z")));
        FactorModel with = AlsTrainer.builder()
                .decayHalfLife(Duration.ofDays(1))
                .build()
                .train(UsageEvents.of(events))
                .model();
        assertThat(with.metadata().counts().get("pairs"))
                .isNotEqualTo(without.metadata().counts().get("pairs"));
        assertThat(with.userVector(user).orElseThrow())
                .isEqualTo(without.userVector(user).orElseThrow());
        assertExplained(with, Query.user(user).count(5).explain());
        assertExplained(with, Query.user(user).count(5).explain().at(Instant.parse("2027-01-01T00:00:00Z")));
    }

    /** Where affinities are beyond the range of floats, too. */
    private static void assertExplained(FactorModel model, Query query) {
        List<Recommendation> list = new ArrayList<>();
        model.recommender().recommend(query).forEach(list::add);
        assertThat(list).hasSize(5);
        assertThat(list.get(0).source()).isEqualTo(Source.MODEL);
        for (Recommendation next : list) {
            if (next.source() == Source.MODEL) {
                double sum =
                        next.because().stream().mapToDouble(Contribution::score).sum();
                assertThat(sum).isCloseTo(next.score(), within(1e-4 * next.score()));
            }
        }
    }

    private static double norm(float[] vector) {
        double sum = 0;
        for (float number : vector) {
            sum += number * number;
        }
        return Math.sqrt(sum);
    }

    @Test
    void itemsWithoutEventsArePlacedByTheirFeatures() {
        AlsShop shop = new AlsShop(21, 200, 60);
        List<UsageEvent> events = new ArrayList<>();
        List<CatalogItem> catalog = new ArrayList<>();
        for (int item = 0; item < 60; item++) {
            catalog.add(
                    CatalogItem.of("i" + item).feature("kind", "k" + item % 4).feature("size", "s" + item % 5));
        }
        for (int kind = 0; kind < 4; kind++) {
            catalog.add(CatalogItem.of("new" + kind).feature("kind", "k" + kind));
        }
        catalog.add(CatalogItem.of("unlike").feature("colour", "red"));
        for (int user = 0; user < 200; user++) {
            for (int at = 0; at < 8; at++) {
                events.add(UsageEvent.of("u" + user, "i" + (4 * shop.random.nextInt(15) + user % 4)));
            }
        }
        TrainingResult<FactorModel> trained = AlsTrainer.builder()
                .factors(16)
                .placedByFeatures()
                .build()
                .train(TrainingInput.of(UsageEvents.of(events)).catalog(Catalog.of(catalog)));
        assertThat(trained.statistics().count("coldItems")).isEqualTo(5);
        assertThat(trained.statistics().featureWeights()).containsOnlyKeys("colour", "kind", "size");
        assertThat(trained.statistics().featureWeights().getOrDefault("kind", 0.0))
                .isGreaterThan(2 * trained.statistics().featureWeights().getOrDefault("size", 0.0));
        FactorModel model = trained.model();
        for (int user = 0; user < 8; user++) {
            String expected = "new" + user % 4;
            Recommendations list = model.recommender()
                    .recommend(Query.user("u" + user)
                            .count(2)
                            .onlyItems("new0", "new1", "new2", "new3")
                            .withoutBackfill());
            assertThat(list.iterator().next().item()).isEqualTo(expected);
            assertThat(list.iterator().next().source()).isEqualTo(Source.CONTENT);
        }
        // Nothing that was learnt is red, so nothing is known of what is.
        assertThat(norm(model.itemVector("unlike").orElseThrow())).isZero();
        assertThatThrownBy(() -> AlsTrainer.builder().placedByFeatures().build().train(UsageEvents.of(events)))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("placedByFeatures has no effect without a catalog");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whateverTheShopAnswersAreWholeAndModelsAreTrainedAgain(int seed) throws IOException {
        RandomShop shop = new RandomShop(seed);
        AlsTrainer.Builder builder = AlsTrainer.builder()
                .factors(8)
                .iterations(4)
                .supportThreshold(1 + seed % 4)
                .scoreScale(seed % 2 == 0 ? ScoreScale.RAW : ScoreScale.UNIT_INTERVAL)
                .decayHalfLife(Duration.ofHours(1 + 300 * seed));
        builder = seed % 3 == 0 ? builder.historyLimit(2) : builder;
        boolean placed =
                seed % 4 == 1 && !Catalog.of(shop.catalog).featureNames().isEmpty();
        AlsTrainer trainer = (placed ? builder.placedByFeatures() : builder).build();
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events))
                .catalog(Catalog.of(shop.catalog))
                .keepUnknownItems();
        FactorModel model = trainer.train(input).model();
        int items = model.metadata().items();
        for (Iterator<String> users = model.users(); users.hasNext(); ) {
            Query query = Query.user(users.next())
                    .and(shop.item(), EventType.CLICK)
                    .count(items)
                    .includeSeen();
            Recommendations list = model.recommender().recommend(query);
            Set<String> different = new HashSet<>();
            list.forEach(next -> different.add(next.item()));
            assertThat(different).hasSize(items);
            assertThat(list).allSatisfy(next -> assertThat(next.score()).isFinite());
        }
        FactorModel again =
                (FactorModel) Models.trainer(model.metadata()).train(input).model();
        assertThat(bytes(again)).isEqualTo(bytes(model));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8, 9})
    @Tag("slow")
    void whateverTheShopMoreAnswersAreWhole(int seed) throws IOException {
        whateverTheShopAnswersAreWholeAndModelsAreTrainedAgain(seed);
    }

    @Test
    void parametersGiveTheSameTrainer() {
        AlsTrainer trainer = AlsTrainer.builder()
                .factors(128)
                .iterations(3)
                .regularization(0.5)
                .regularizationExponent(0.3)
                .alpha(3)
                .blockSize(32)
                .startSeed(7)
                .heldOut(0.1)
                .precision(VectorPrecision.BITS_16)
                .supportThreshold(3)
                .decayHalfLife(Duration.ofDays(3))
                .unweighted()
                .historyLimit(9)
                .placedByFeatures()
                .scoreScale(ScoreScale.UNIT_INTERVAL)
                .build();
        Parameters parameters = trainer.parameters();
        assertThat(parameters.names())
                .containsExactlyElementsOf(AlsTrainer.create().parameters().names());
        assertThat(AlsTrainer.of(parameters, TrainingResources.ofThisMachine()).options())
                .isEqualTo(trainer.options());
        assertThat(AlsTrainer.create().parameters())
                .isEqualTo(new AlsAlgorithm().parameters().defaults());
        assertThatThrownBy(() -> AlsTrainer.builder().factors(20).build())
                .hasMessageContaining("factors must be a multiple of 8");
        assertThatThrownBy(() -> AlsTrainer.builder().ratings().alpha(3).build())
                .hasMessageContaining("alpha has no effect on ratings");
        assertThatThrownBy(() -> AlsTrainer.builder()
                        .ratings()
                        .decayHalfLife(Duration.ofDays(3))
                        .build())
                .hasMessageContaining("halfLife has no effect on ratings");
        assertThatThrownBy(() -> AlsTrainer.builder().ratings().unweighted().build())
                .hasMessageContaining("unweighted makes all ratings the same");
        assertThatThrownBy(() -> AlsTrainer.builder().factors(32).blockSize(64).build())
                .hasMessageContaining("blockSize has no effect above factors");
        assertThatThrownBy(() -> AlsTrainer.builder().iterations(1).heldOut(0.1).build())
                .hasMessageContaining("heldOut has no effect on a single iteration");
        assertThatThrownBy(
                        () -> AlsTrainer.builder().scoreScale(ScoreScale.RATING).build())
                .hasMessageContaining("scoreScale rating is for models of neighbours");
    }

    @Test
    @Tag("slow")
    void aTrainingThatDoesNotFitIsRefusedBeforeVectorsAreMade() {
        UsageEvents events = UsageEvents.of(new AlsShop(2, 400, 100).events);
        AlsTrainer small = AlsTrainer.builder()
                .factors(256)
                .memoryBudget(8 << 20)
                .threads(1)
                .build();
        TrainingPlan plan = small.plan(TrainingInput.of(events));
        assertThat(plan.fits()).isFalse();
        assertThat(plan.report()).contains("factors", "vectors of 256 factors");
        assertThatThrownBy(() -> small.train(events))
                .isInstanceOf(InsufficientMemoryException.class)
                .hasMessageContaining("vectors of 256 factors")
                .hasMessageContaining("factors(32), which needs");
        AlsTrainer enough = AlsTrainer.builder()
                .factors(256)
                .iterations(1)
                .memoryBudget(plan.peakBytes())
                .threads(1)
                .build();
        assertThat(enough.train(events).model().factors()).isEqualTo(256);
    }

    @Test
    @Tag("slow")
    void fewerBitsHardlyChangeScores() throws IOException {
        UsageEvents events = UsageEvents.of(new AlsShop(17, 80, 500).events);
        FactorModel whole = AlsTrainer.create().train(events).model();
        FactorModel fewer = AlsTrainer.builder()
                .precision(VectorPrecision.BITS_16)
                .build()
                .train(events)
                .model();
        assertThat(bytes(fewer).length).isLessThan((int) (0.7 * bytes(whole).length));
        for (Recommendation next :
                whole.recommender().recommend(Query.user("u1").count(20))) {
            assertThat(fewer.recommender().predict("u1", next.item()).orElseThrow())
                    .isCloseTo(next.score(), within(1e-4));
        }
        float[] left = whole.itemVector("i1").orElseThrow();
        float[] right = fewer.itemVector("i1").orElseThrow();
        for (int at = 0; at < left.length; at++) {
            assertThat(right[at]).isCloseTo(left[at], within(2e-4f));
        }
        assertThat(Arrays.equals(left, right)).isFalse();
    }

    private byte[] bytes(FactorModel model) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        return Files.readAllBytes(file);
    }
}
