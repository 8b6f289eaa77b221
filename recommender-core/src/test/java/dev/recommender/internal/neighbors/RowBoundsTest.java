package dev.recommender.internal.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Diversity;
import dev.recommender.EventWeights;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.ranking.Scratch;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.neighbors.Inside;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.sar.SarModels;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scoring by ranges, or from packed weights, gives the same bits as scoring everything from what the weights stand for, on
 * seeded random shops.
 */
class RowBoundsTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("slow")
    void everyListIsTheSameWithRangesAsWithout(long seed) {
        Random random = new Random(seed);
        NeighborParts trained = train(random, Similarity.standard().get(random.nextInt(4)), random.nextBoolean());
        NeighborParts ranged = HandMade.withBounds(trained, 1 + random.nextInt(4));
        NeighborParts plain = HandMade.unpacked(trained);
        try (NeighborModel expected = NeighborModel.of(plain);
                NeighborModel actual = NeighborModel.of(ranged)) {
            for (int attempt = 0; attempt < 60; attempt++) {
                Query query = query(random, plain.model().items().count());
                Recommendations list = actual.recommender().recommend(query);
                assertThat(list)
                        .as(query.toString())
                        .isEqualTo(expected.recommender().recommend(query));
            }
        }
    }

    @Test
    void rangesThatCannotMatterAreNotRead() {
        NeighborParts data = HandMade.withBounds(train(new Random(1), Similarity.JACCARD, false), 3);
        RowScorer scorer = new RowScorer(data);
        Scratch scratch = new Scratch(data.model(), scorer);
        RowBlocks histories = data.model().histories().affinities();
        RowBlocks.Cells history = new RowBlocks.Cells();
        int unread = 0;
        for (int user = 0; user < histories.rows(); user++) {
            int length = histories.read(user, history);
            for (int at = 0; at < length; at++) {
                scratch.addSeed(history.columns[at], history.values[at]);
            }
            scratch.score();
            int all = scorer.unreadRanges();
            scratch.best();
            assertThat(scorer.unreadRanges()).isLessThanOrEqualTo(all);
            unread += scorer.unreadRanges();
            scratch.clear();
        }
        assertThat(unread).isPositive();
    }

    @Test
    @Tag("slow")
    void longRowsGetRangesAndShortOnesOrNegativeOnesNone() {
        List<UsageEvent> events = new ArrayList<>();
        Random random = new Random(5);
        for (int user = 0; user < 100; user++) {
            for (int item = 0; item < 2100; item++) {
                if (random.nextInt(10) < 3) {
                    events.add(UsageEvent.of("u" + user, "i" + item));
                }
            }
        }
        SarTrainer.Builder options = SarTrainer.builder().supportThreshold(1);
        try (NeighborModel all = SarModels.train(options, events)) {
            assertThat(Inside.of(all).bounds().perRow()).isEqualTo(9);
            try (NeighborModel whole = NeighborModel.of(HandMade.withoutBounds(Inside.of(all)))) {
                for (int user = 0; user < 100; user++) {
                    Query query = Query.user("u" + user).count(1 + user);
                    assertThat(all.recommender().recommend(query))
                            .isEqualTo(whole.recommender().recommend(query));
                }
            }
        }
        try (NeighborModel negative = SarModels.train(
                options.similarity(Similarity.of("negative", (c, fi, fj, n) -> c / (fi + fj) - 0.2)), events)) {
            assertThat(Inside.of(negative).bounds().perRow()).isZero();
        }
        try (NeighborModel few =
                SarModels.train(options.similarity(Similarity.JACCARD).maxNeighbors(50), events)) {
            assertThat(Inside.of(few).bounds().perRow()).isZero();
        }
    }

    @Test
    void rangesOfOtherRowsAreRefused() {
        NeighborParts data = HandMade.withBounds(train(new Random(3), Similarity.JACCARD, false), 2);
        ByteBuffer section = data.bounds().section();
        Random random = new Random(4);
        for (int attempt = 0; attempt < 500; attempt++) {
            ByteBuffer damaged = Bytes.littleEndian(section.limit()).put(0, section, 0, section.limit());
            int at = random.nextInt(damaged.limit());
            damaged.put(at, (byte) (damaged.get(at) ^ 1 << random.nextInt(8)));
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> RowBounds.open(damaged, data.model().items().count())
                                    .verify(data.selfSimilarities(), data.similarities(), data.coldSimilarities()));
        }
    }

    private static NeighborParts train(Random random, Similarity similarity, boolean rating) {
        int users = 20 + random.nextInt(60);
        int items = 20 + random.nextInt(100);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            int size = 1 + random.nextInt(40);
            for (int at = 0; at < size; at++) {
                events.add(UsageEvent.of("u" + user, "i" + (int) (items * Math.pow(random.nextDouble(), 2)))
                        .weight(random.nextInt(20) == 0 ? -1 : 1 + random.nextInt(3))
                        .at(START.plusSeconds(86_400L * random.nextInt(100))));
            }
        }
        List<CatalogItem> catalog = IntStream.range(0, items + 5)
                .mapToObj(item -> CatalogItem.of("i" + item)
                        .category("c" + item % 3)
                        .feature("colour", "f" + item % 4)
                        .feature("size", "s" + item % 5))
                .toList();
        SarTrainer trainer = SarTrainer.builder()
                .similarity(similarity)
                .supportThreshold(1 + random.nextInt(3))
                .eventWeights(EventWeights.standard())
                .coldItems(10)
                .scoreScale(rating ? ScoreScale.RATING : ScoreScale.RAW)
                .rowPrecision(random.nextBoolean() ? RowPrecision.BYTE : RowPrecision.SINGLE)
                .build();
        NeighborModel model = trainer.train(
                        TrainingInput.of(UsageEvents.of(events)).catalog(Catalog.of(catalog)))
                .model();
        return Inside.of(model);
    }

    private static Query query(Random random, int items) {
        Query query = Query.user("u" + random.nextInt(80)).count(1 + random.nextInt(random.nextInt(4) == 0 ? 150 : 12));
        for (int more = random.nextInt(3); more > 0; more--) {
            query = query.and("i" + random.nextInt(items));
        }
        query = random.nextInt(3) == 0 ? query.includeSeen() : query;
        query = random.nextInt(3) == 0 ? query.exclude(some(random, items)) : query;
        query = random.nextInt(4) == 0 ? query.onlyItems(some(random, items)) : query;
        query = random.nextInt(3) == 0 ? query.boost(some(random, items), 4 * random.nextDouble()) : query;
        query = random.nextInt(4) == 0 ? query.minScore(0.2 * random.nextDouble()) : query;
        query = random.nextInt(4) == 0 ? query.withoutBackfill() : query;
        query = random.nextInt(4) == 0 ? query.maxPerCategory(1 + random.nextInt(4)) : query;
        query = random.nextInt(5) == 0 ? query.diversity(new Diversity(random.nextDouble(), 0.5)) : query;
        return random.nextInt(4) == 0 ? query.explain() : query;
    }

    private static ItemSet some(Random random, int items) {
        return ItemSet.of(random.ints(10, 0, items).mapToObj(item -> "i" + item).toList());
    }
}
