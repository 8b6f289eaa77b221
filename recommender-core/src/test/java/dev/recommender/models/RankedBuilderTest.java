package dev.recommender.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Diversity;
import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.ScoreScale;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.Verification;
import dev.recommender.spi.ItemScorer;
import dev.recommender.spi.ScoreBoard;
import dev.recommender.spi.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the builder of a stranger's model takes, with scorers whose answers are known. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RankedBuilderTest {
    private static final int ITEMS = 6;

    @TempDir
    private Path folder;

    /** The nearer two indexes, the larger the weight; scores have a bias besides. */
    private static class Near implements ItemScorer {
        private final int items;
        private final double bias;

        Near(RankedModel model, double bias) {
            this.items = model.itemCount();
            this.bias = bias;
        }

        @Override
        public void score(Seeds seeds, ScoreBoard board) {
            for (int item = 0; item < items; item++) {
                board.scores()[item] += scoreOf(seeds, item);
            }
            board.reached(0, items);
        }

        @Override
        public double scoreOf(Seeds seeds, int item) {
            return ItemScorer.super.scoreOf(seeds, item) + bias * (item + 1);
        }

        @Override
        public double weight(Seeds seeds, int at, int item) {
            return near(seeds.item(at), item);
        }

        static double near(int seed, int item) {
            return 1.0 / (1 << Math.abs(seed - item));
        }
    }

    /** Says how alike items are, too. */
    private static final class Comparing extends Near {
        Comparing(RankedModel model) {
            super(model, 0);
        }

        @Override
        public double likeness(int left, int right) {
            return near(left, right);
        }
    }

    /** Items i0 to i5, by frequency. */
    private static RankedModel.Builder builder() {
        RankedModel.Builder builder = RankedModel.builder("NEAR", "near", Parameters.empty());
        for (int item = 0; item < ITEMS; item++) {
            builder.item("i" + item, ITEMS - item);
        }
        return builder.counts(10, 3);
    }

    private static RankedModel.Builder withHistories() {
        return builder().history("ann", history(0, 2, 1, 0.5)).history("bob", history(4, 4));
    }

    /** Items and affinities, in turn. */
    private static List<ScoredId> history(double... pairs) {
        return IntStream.range(0, pairs.length / 2)
                .mapToObj(at -> new ScoredId("i" + (int) pairs[2 * at], pairs[2 * at + 1]))
                .toList();
    }

    private static Function<RankedModel, ItemScorer> near(double bias) {
        return model -> new Near(model, bias);
    }

    private static Recommendations all(RankedModel model, String user) {
        return model.recommender()
                .recommend(Query.user(user).includeSeen().withoutBackfill().count(ITEMS));
    }

    @Test
    void itemsInOrderAreThoseOfTheModelByIndex() {
        RankedModel.Builder builder = RankedModel.builder("NEAR", "near", Parameters.empty())
                .item("\ud83d\ude00", 2)
                .item("b", 2)
                .item("\uff21", 2);
        assertThat(builder.itemsInOrder()).containsExactly("b", "\uff21", "\ud83d\ude00");
        builder.item("rare", 1).item("popular", 9);
        try (RankedModel model = builder.build(near(0))) {
            assertThat(builder.itemsInOrder()).containsExactly("popular", "b", "\uff21", "\ud83d\ude00", "rare");
            assertThat(IntStream.range(0, model.itemCount()).mapToObj(model::id))
                    .isEqualTo(builder.itemsInOrder());
        }
    }

    @Test
    void aPredictionIsTheScoreOfARecommendationThoughScoresHaveABias() {
        for (double bias : new double[] {0, 0.25}) {
            try (RankedModel model = withHistories().build(near(bias))) {
                for (String user : List.of("ann", "bob")) {
                    Recommendations answer = all(model, user);
                    assertThat(answer).hasSize(ITEMS);
                    for (Recommendation next : answer) {
                        assertThat(model.recommender().predict(user, next.item()))
                                .hasValue(next.score());
                    }
                }
            }
        }
    }

    @Test
    void liveEventsWeighByTypeAndWeightUnlessTheyAreUnweighted() {
        Query query = Query.seeds(List.of(Seed.of("i0").weight(5), Seed.of("i1").type(EventType.PURCHASE)))
                .count(1)
                .explain();
        try (RankedModel weighted = builder().build(near(0));
                RankedModel unweighted = builder().unweighted().build(near(0))) {
            assertThat(affinities(weighted, query)).containsExactlyInAnyOrder(5.0, 4.0);
            assertThat(affinities(unweighted, query)).containsExactlyInAnyOrder(1.0, 1.0);
        }
    }

    private static List<Double> affinities(RankedModel model, Query query) {
        return model.recommender().recommend(query).get(0).because().stream()
                .map(part -> part.affinity())
                .toList();
    }

    @Test
    void theUnitIntervalIsThatOfTheUsersBestScores() throws IOException {
        RankedModel.Builder builder = builder().history("ann", history(0, 2, 1, 0.5));
        try (RankedModel raw = builder.build(near(0));
                RankedModel unit = builder.scoreScale(ScoreScale.UNIT_INTERVAL).build(near(0));
                RankedModel opened = reopened(unit)) {
            double best = raw.recommender().recommend(Query.user("ann")).get(0).score();
            for (RankedModel scaled : List.of(unit, opened)) {
                for (Recommendation next : all(raw, "ann")) {
                    assertThat(scaled.recommender().predict("ann", next.item()).orElseThrow())
                            .isCloseTo(Math.min(1, next.score() / best), within(1e-12));
                }
                assertThat(scaled.recommender()
                                .recommend(Query.user("ann"))
                                .get(0)
                                .score())
                        .isCloseTo(1, within(1e-12));
            }
        }
    }

    @Test
    void theRatingScaleIsThatOfTheUsersAffinities() throws IOException {
        RankedModel.Builder builder = builder()
                .ratedHistory("ann", history(0, 2, 1, 0.5), history(0, 1, 1, 1))
                .ratedHistory("bob", history(4, 4), history(4, 2))
                .scoreScale(ScoreScale.RATING);
        try (RankedModel raw = withHistories().build(near(0));
                RankedModel rated = builder.build(near(0));
                RankedModel opened = reopened(rated)) {
            double[] counts = IntStream.range(0, ITEMS)
                    .mapToDouble(item -> Near.near(0, item) + Near.near(1, item))
                    .sorted()
                    .toArray();
            double low = 0.5 * counts[0];
            double high = 4 * counts[ITEMS - 1];
            for (RankedModel scaled : List.of(rated, opened)) {
                for (Recommendation next : all(raw, "ann")) {
                    assertThat(scaled.recommender().predict("ann", next.item()).orElseThrow())
                            .isCloseTo((next.score() - low) / (high - low) * (4 - 0.5) + 0.5, within(1e-12));
                }
            }
        }
    }

    private RankedModel reopened(RankedModel model) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        return RankedModel.open(file, Verification.ON_OPEN, "NEAR", near(0));
    }

    @Test
    void itemsBelowAFrequencyAreAnsweredFromContent() {
        try (RankedModel model = withHistories().contentBelow(4).build(near(0))) {
            for (Recommendation next : all(model, "ann")) {
                assertThat(next.source())
                        .isEqualTo(List.of("i0", "i1", "i2").contains(next.item()) ? Source.MODEL : Source.CONTENT);
            }
        }
        try (RankedModel model = withHistories().build(near(0))) {
            assertThat(all(model, "ann")).extracting(Recommendation::source).containsOnly(Source.MODEL);
        }
    }

    @Test
    void whatHasNoEffectOrLacksWhatItNeedsIsRefused() {
        assertRefused(withHistories().scoreScale(ScoreScale.RATING), "add every history by ratedHistory");
        assertRefused(
                withHistories().ratedHistory("cat", history(1, 1), history(1, 1)),
                "without scores on the rating scale");
        assertRefused(
                withHistories().scoreScale(ScoreScale.RATING).ratedHistory("cat", history(1, 1), history(1, 1)),
                "add every history by ratedHistory");
        assertRefused(
                builder().unweighted().eventWeights(EventWeights.standard()),
                "eventWeights have no effect on unweighted");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().contentBelow(-1))
                .withMessage("frequency must be at least 0: -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().ratedHistory("ann", history(1, 1), history()))
                .withMessageContaining("are of other items");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().ratedHistory("ann", history(1, 1), history(2, 1)))
                .withMessageContaining("are of other items");
    }

    @ParameterizedTest
    @EnumSource(names = "RAW", mode = EnumSource.Mode.EXCLUDE)
    void aScaleIsLearntFromHistories(ScoreScale scale) {
        assertRefused(builder().scoreScale(scale), "no histories to learn the scale of scores from");
        assertRefused(
                builder().scoreScale(scale).ratedHistory("ann", history(), history()),
                scale == ScoreScale.RATING ? "no histories to learn" : "without scores on the rating scale");
    }

    private static void assertRefused(RankedModel.Builder builder, String problem) {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder.build(near(0)))
                .withMessageContaining(problem);
    }

    @Test
    void aVariedListIsRefusedUnlessTheScorerComparesItems() {
        Query varied = Query.user("ann").count(3).diversity(new Diversity(0.9, 1));
        try (RankedModel model = withHistories().build(near(0));
                RankedModel comparing = withHistories().build(Comparing::new)) {
            for (Query query : List.of(varied, Query.popular().diversity(new Diversity(0, 1)))) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> model.recommender().recommend(query))
                        .withMessage("diversity: the algorithm of this model does not say how alike items are; leave"
                                + " diversity out");
            }
            assertThat(model.recommender().recommend(Query.user("ann"))).hasSize(4);
            assertThat(comparing.recommender().recommend(varied))
                    .extracting(Recommendation::item)
                    .containsExactly("i2", "i5", "i3");
        }
    }

    @Test
    void aQueryUnderWayMayAskForMetadataWhileTheModelIsBeingClosed() throws Exception {
        AtomicReference<Thread> closer = new AtomicReference<>();
        Function<RankedModel, ItemScorer> closing = model -> new Near(model, 0) {
            @Override
            public void score(Seeds seeds, ScoreBoard board) {
                closer.set(new Thread(model::close));
                closer.get().start();
                while (open(model)) {
                    Thread.onSpinWait();
                }
                board.scores()[0] = model.metadata().users();
                board.scores()[1] =
                        model.frequency(1) + model.itemCount() + model.id(1).length();
                board.reached(0, 2);
            }
        };
        RankedModel model = builder().build(closing);
        Recommender recommender = model.recommender();

        Recommendations answer = recommender.recommend(Query.popular().withoutBackfill());

        assertThat(answer).extracting(Recommendation::score).containsExactly(13.0, 3.0);
        closer.get().join();
    }

    private static boolean open(RankedModel model) {
        try {
            model.items();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }
}
