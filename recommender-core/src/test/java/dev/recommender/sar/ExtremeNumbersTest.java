package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.InvalidParametersException;
import dev.recommender.ItemSet;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.ScoreScale;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Split;
import dev.recommender.models.RankedModel;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times, weights and spans at the ends of their ranges are refused on entry or make models like any other. */
class ExtremeNumbersTest {
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE + 1);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    @TempDir
    private Path folder;

    @Test
    void spansAndMomentsThatMillisecondsCannotTellAreRefusedByTheTrainer() {
        assertThatThrownBy(() -> SarTrainer.builder().decayHalfLife(Duration.ofSeconds(Long.MAX_VALUE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("withoutDecay()");
        assertThatThrownBy(() -> SarTrainer.builder().decayHalfLife(Duration.ofNanos(999_999)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT0.000999999S");
        for (Instant time : List.of(Instant.MIN, Instant.MAX)) {
            assertThatThrownBy(() -> SarTrainer.builder().referenceTime(time))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("referenceTime")
                    .hasMessageContaining(time.toString());
        }
    }

    @Test
    void momentsThatMillisecondsCannotTellAreRefusedByNameWhereverTheyEnter() {
        for (Instant time : List.of(Instant.MIN, Instant.MAX)) {
            refused("at ", () -> Query.popular().at(time));
            refused("time ", () -> Seed.of("a").at(time));
            refused("time ", () -> Query.popular().and("a", EventType.CLICK, time));
            refused("time ", () -> UsageEvent.of("u", "a").at(time));
            refused("moment ", () -> Split.fixedDate(time));
            refused("referenceTime ", () -> SarTrainer.builder().referenceTime(time));
            refused("referenceTime ", () -> SarTrainer.create().modelBuilder().referenceTime(time));
            refused("first ", () -> SarTrainer.create().modelBuilder().eventTimes(time, LAST));
            refused("last ", () -> SarTrainer.create().modelBuilder().eventTimes(FIRST, time));
            refused("referenceTime ", () -> ranked().referenceTime(time));
            refused("first ", () -> ranked().eventTimes(time, LAST));
            refused("referenceTime ", () -> parameters(Parameters.empty().with("referenceTime", time.toString())));
        }
        for (Duration span : List.of(
                Duration.ofSeconds(Long.MAX_VALUE),
                Duration.ofNanos(1),
                Duration.ZERO,
                Duration.ofDays(-1),
                Duration.ofSeconds(Long.MIN_VALUE))) {
            refused("decayHalfLife ", () -> SarTrainer.builder().decayHalfLife(span));
            refused("halfLife ", () -> ranked().halfLife(span));
            refused("halfLife ", () -> parameters(Parameters.empty().with("halfLife", span.toString())));
        }
        refused("last must not be before first", () -> ranked().eventTimes(LAST, FIRST));
        for (double weight : new double[] {1e39, Double.NaN, Double.NEGATIVE_INFINITY}) {
            refused("weight of event type Click ", () -> EventWeights.standard().with(EventType.CLICK, weight));
            refused("eventWeights", () -> parameters(Parameters.empty().with("eventWeights", Map.of("Click", weight))));
        }
    }

    private static RankedModel.Builder ranked() {
        return RankedModel.builder("POPC", "popular", Parameters.empty());
    }

    private static void parameters(Parameters parameters) {
        SarTrainer.of(parameters, TrainingResources.ofThisMachine());
    }

    /** As an argument, or, of parameters by name, with the others that are wrong. */
    private static void refused(String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfAny(IllegalArgumentException.class, InvalidParametersException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @EnumSource(ScoreScale.class)
    @Tag("slow")
    void noWeightsAndBoostsMakeAScoreThatIsNotFinite(ScoreScale scale) throws IOException {
        for (float weight : new float[] {Float.MIN_VALUE, 1e-30f, 1, 1e30f, Float.MAX_VALUE, -Float.MAX_VALUE}) {
            List<UsageEvent> events = new ArrayList<>();
            for (int user = 0; user < 40; user++) {
                for (String item : user % 2 == 0 ? List.of("a", "b", "c", "e") : List.of("a", "b", "d")) {
                    UsageEvent event = UsageEvent.of("u" + user, item).at(Instant.EPOCH.plusSeconds(user));
                    events.add(event.weight(user % 3 == 0 ? weight : 1));
                    events.add(event.weight(user % 5 == 0 ? -weight : Float.MAX_VALUE));
                }
            }
            NeighborModel model = train(events, scale, Duration.ofMillis(50));
            for (double boost : new double[] {1, 1e100, 1e-100}) {
                for (Instant now : List.of(Instant.EPOCH, Instant.EPOCH.plusSeconds(40), LAST)) {
                    for (int user = 0; user < 40; user++) {
                        Query query = Query.user("u" + user).at(now).explain().includeSeen();
                        for (int seed = 0; seed < 30; seed++) {
                            query = query.and(Seed.of("abcde".substring(seed % 5, seed % 5 + 1))
                                    .weight(seed % 2 == 0 ? Float.MAX_VALUE : weight));
                        }
                        List<Recommendation> list = model.recommender()
                                .recommend(boost == 1 ? query : query.boost(ItemSet.of("a", "d"), boost));
                        assertThat(list).isNotEmpty();
                        for (Recommendation next : list) {
                            assertThat(next.score()).isFinite();
                            assertThat(next.because())
                                    .allMatch(
                                            part -> Double.isFinite(part.score()) && Double.isFinite(part.affinity()));
                        }
                    }
                }
            }
        }
    }

    @Test
    void boostsThatCouldMakeScoresInfiniteOrNothingAreRefused() {
        for (double factor : new double[] {1e101, 1e-101, 0, -1, Double.MIN_VALUE, Double.MAX_VALUE}) {
            refused(
                    "factor of a boost must be from 1e-100 to 1e100",
                    () -> Query.popular().boost(ItemSet.of("a"), factor));
        }
        Query large = Query.popular().boost(ItemSet.of("a"), 1e60).boost(ItemSet.of("a"), 1e-60);
        refused("product of the boosts' factors", () -> large.boost(ItemSet.of("b"), 1e41));
        refused("product of the boosts' factors", () -> large.boost(ItemSet.of("b"), 1e-41));
        assertThat(large.boost(ItemSet.of("a"), 1e39)
                        .boost(ItemSet.of("a"), 1e-39)
                        .boosts())
                .hasSize(4);
    }

    @ParameterizedTest
    @EnumSource(ScoreScale.class)
    void eventsAtTheEndsOfTimeDecayAndAreRecommendedBy(ScoreScale scale) throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            events.add(UsageEvent.of("u" + user, "a").at(user % 2 == 0 ? FIRST : LAST));
            events.add(UsageEvent.of("u" + user, "b").at(LAST));
        }
        for (Duration halfLife : List.of(Duration.ofMillis(1), Duration.ofMillis(Long.MAX_VALUE))) {
            NeighborModel model = train(events, scale, halfLife);
            for (Instant now : List.of(FIRST, Instant.EPOCH, LAST)) {
                List<Recommendation> list =
                        model.recommender().recommend(Query.items("a").at(now).withoutBackfill());
                assertThat(list).hasSize(1).allMatch(next -> Double.isFinite(next.score()));
                assertThat(model.recommender().recommend(Query.user("u0").at(now)))
                        .allMatch(next -> Double.isFinite(next.score()));
            }
            assertThat(model.affinity("u1", "a").orElseThrow()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_VALUE, 1e-42f, 1e-38f, 1e-20f, 1, 1e20f, Float.MAX_VALUE})
    void modelsOfAnyWeightCanBeSavedAndOpenedOnEveryScale(float weight) throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            for (String item : user < 4 ? List.of("a", "b", "c") : List.of("a", "b")) {
                events.add(UsageEvent.of("u" + user, item).weight(weight));
            }
        }
        for (ScoreScale scale : ScoreScale.values()) {
            NeighborModel model = train(events, scale, Duration.ofDays(30));
            assertThat(model.affinity("u5", "a").orElseThrow()).isCloseTo(weight, within(1e-7 * weight));
            for (Recommendation next : model.recommender().recommend(Query.user("u5"))) {
                assertThat(next.score()).isFinite().isPositive();
            }
        }
    }

    @Test
    void onTheRatingScaleATinyWeightScalesLikeAnyOther() throws IOException {
        List<Double> relative = new ArrayList<>();
        for (double weight : new double[] {1, 1e-42}) {
            List<UsageEvent> events = new ArrayList<>();
            for (int user = 0; user < 6; user++) {
                events.add(UsageEvent.of("u" + user, "a").weight((float) (weight * (1 + user % 2))));
                events.add(UsageEvent.of("u" + user, "b").weight((float) (weight * 2)));
                if (user > 2) {
                    events.add(UsageEvent.of("u" + user, "c").weight((float) weight));
                }
            }
            NeighborModel model = train(events, ScoreScale.RATING, Duration.ofDays(30));
            relative.add(model.recommender().predict("u0", "c").orElseThrow() / (float) weight);
        }
        assertThat(relative.get(1)).isCloseTo(relative.get(0), within(0.01));
    }

    @Test
    void scoresOfTheFarFutureHaveAFiniteFactor() throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 8; user++) {
            events.add(UsageEvent.of("u" + user, "a").at(Instant.EPOCH));
            events.add(UsageEvent.of("u" + user, "b").at(Instant.EPOCH));
        }
        Duration halfLife = Duration.ofDays(1);
        NeighborModel trained = SarTrainer.builder()
                .supportThreshold(1)
                .scoreScale(ScoreScale.UNIT_INTERVAL)
                .decayHalfLife(halfLife)
                .referenceTime(Instant.EPOCH.plus(halfLife.multipliedBy(1060)))
                .build()
                .train(UsageEvents.of(events))
                .model();
        assertThat(trained.affinity("u0", "a").orElseThrow()).isPositive().isLessThan(Double.MIN_NORMAL);
        assertThat(reopened(trained).recommender().recommend(Query.user("u0").includeSeen()))
                .isNotEmpty()
                .allMatch(next -> next.score() >= 0 && next.score() <= 1);
    }

    private NeighborModel train(List<UsageEvent> events, ScoreScale scale, Duration halfLife) throws IOException {
        return reopened(SarTrainer.builder()
                .supportThreshold(1)
                .scoreScale(scale)
                .decayHalfLife(halfLife)
                .build()
                .train(UsageEvents.of(events))
                .model());
    }

    private NeighborModel reopened(NeighborModel model) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        return NeighborModel.open(file);
    }
}
