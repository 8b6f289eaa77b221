package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.recommender.EventWeights;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.ScoreScale;
import dev.recommender.UsageEvent;
import dev.recommender.sar.BruteForceSar.Formula;
import dev.recommender.sar.BruteForceSar.Scored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine and its twin by definition agree on random events under random options. */
class BruteForceAgreementTest {
    private static final int CASES_PER_GROUP = 60;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void engine_and_twin_agree(int group) {
        for (int number = 0; number < CASES_PER_GROUP; number++) {
            new Case(1000L * group + number).run();
        }
    }

    /** One set of events and options, with its models. */
    private static final class Case {
        private final String name;
        private final RandomEvents source;
        private final BruteForceSar twin;
        private final SarModel model;

        Case(long seed) {
            source = new RandomEvents(seed);
            Random random = source.random();
            List<UsageEvent> events = source.events();
            Formula formula = formula(random);
            SarOptions options = options(formula.similarity(), random);
            name = "case " + seed + " " + options.asMap();
            twin = new BruteForceSar(events, options, formula);
            model = Models.train(builder(options).threads(1 + random.nextInt(3)), events);
        }

        void run() {
            compareStatistics();
            compareSimilarities();
            compareAffinities();
            for (int number = 0; number < 8; number++) {
                compareAnswers(source.query());
            }
        }

        private void compareStatistics() {
            assertThat(model.popularItems(twin.items.size() + 1).stream().map(Ranked::id))
                    .as(name)
                    .isEqualTo(twin.items);
            for (int i = 0; i < twin.items.size(); i++) {
                assertThat(model.frequency(twin.items.get(i))).as(name).hasValue(twin.frequency[i]);
            }
        }

        private void compareSimilarities() {
            for (int i = 0; i < twin.items.size(); i++) {
                for (int j = 0; j < twin.items.size(); j++) {
                    double actual = model.similarity(twin.items.get(i), twin.items.get(j))
                            .orElseThrow();
                    if (Double.compare(actual, twin.similarity[i][j]) != 0) {
                        fail("%s: similarity (%d, %d) is %s instead of %s", name, i, j, actual, twin.similarity[i][j]);
                    }
                }
            }
        }

        private void compareAffinities() {
            for (int u = 0; u < twin.users.size(); u++) {
                for (int i = 0; i < twin.items.size(); i++) {
                    double actual =
                            model.affinity(twin.users.get(u), twin.items.get(i)).orElse(Double.NaN);
                    if (model.users().hasNext() && Double.compare(actual, twin.affinity[u][i]) != 0) {
                        fail("%s: affinity (%d, %d) is %s instead of %s", name, u, i, actual, twin.affinity[u][i]);
                    }
                }
            }
        }

        private void compareAnswers(Query query) {
            List<Scored> expected = twin.recommend(query);
            for (int count = 1; count <= twin.items.size() + 3; count++) {
                Recommendations actual = model.recommender().recommend(query.count(count));
                if (actual.size() != Math.min(count, expected.size())) {
                    fail("%s: %d items instead of %d of %d", name, actual.size(), count, expected.size());
                }
                for (int rank = 0; rank < actual.size(); rank++) {
                    compare(actual.get(rank), expected.get(rank), rank, count);
                }
            }
        }

        private void compare(Recommendation actual, Scored expected, int rank, int count) {
            boolean close = Math.abs(actual.score() - expected.score()) <= 1e-9 * Math.abs(expected.score());
            boolean backfilled = actual.source() == Source.POPULARITY;
            if (!close || !actual.item().equals(expected.item()) || backfilled != (expected.score() == 0)) {
                fail("%s: rank %d of %d is %s instead of %s", name, rank, count, actual, expected);
            }
        }
    }

    private static Formula formula(Random random) {
        List<Formula> standard = Formula.standard();
        int choice = random.nextInt(standard.size() + 5);
        if (choice < standard.size()) {
            return standard.get(choice);
        }
        if (choice == standard.size()) {
            Similarity.Function function = (c, fi, fj, n) -> c < 2 ? 0 : (fi - 2 * fj + c) / n;
            return new Formula(Similarity.of("lopsided", function), function, 0);
        }
        return Formula.damped(exponent(random), exponent(random), exponent(random));
    }

    private static double exponent(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(5);
            case 1 -> 0.5;
            default -> 2 * random.nextDouble();
        };
    }

    private static SarOptions options(Similarity similarity, Random random) {
        return new SarOptions(
                similarity,
                random.nextInt(3) == 0 ? CooccurrenceUnit.TIMESTAMP : CooccurrenceUnit.USER,
                random.nextBoolean() ? 1 : 1 + random.nextInt(5),
                random.nextInt(3) == 0 ? Optional.empty() : Optional.of(Duration.ofHours(1 + random.nextInt(24 * 60))),
                random.nextInt(3) == 0
                        ? Optional.of(Instant.parse("2024-02-01T00:00:00Z").plus(Duration.ofDays(random.nextInt(60))))
                        : Optional.empty(),
                random.nextInt(3) == 0 ? OptionalInt.of(1 + random.nextInt(12)) : OptionalInt.empty(),
                random.nextBoolean() ? RandomEvents.WEIGHTS : EventWeights.standard(),
                random.nextInt(6) == 0 ? OptionalInt.of(0) : OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                ScoreScale.RAW);
    }

    private static SarTrainer.Builder builder(SarOptions options) {
        SarTrainer.Builder builder = SarTrainer.builder()
                .similarity(options.similarity())
                .cooccurrenceUnit(options.cooccurrenceUnit())
                .supportThreshold(options.supportThreshold())
                .eventWeights(options.eventWeights());
        options.halfLife().ifPresentOrElse(builder::decayHalfLife, builder::withoutDecay);
        options.referenceTime().ifPresent(builder::referenceTime);
        options.maxNeighbors().ifPresent(builder::maxNeighbors);
        return options.histories() ? builder : builder.withoutHistories();
    }
}
