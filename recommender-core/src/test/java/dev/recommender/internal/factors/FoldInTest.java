package dev.recommender.internal.factors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.Verification;
import dev.recommender.als.AlsTrainer;
import dev.recommender.spi.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What explanations of long histories cost, and what is left of large baskets. */
class FoldInTest {
    private static final int ITEMS = 500;

    @TempDir
    Path folder;

    @Test
    void seedsAreLookedThroughOnceForEachItem() throws IOException {
        Random random = new Random(3);
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < 4_000; event++) {
            events.add(UsageEvent.of("u" + random.nextInt(200), "i" + random.nextInt(ITEMS)));
        }
        Path file = folder.resolve("model");
        AlsTrainer.builder()
                .factors(8)
                .iterations(2)
                .build()
                .train(UsageEvents.of(events))
                .model()
                .save(file);
        FactorScorer scorer = new FactorScorer(FactorParts.read(file, Verification.ON_OPEN));
        Counted seeds = new Counted();
        for (int item = 0; item < 10; item++) {
            double sum = 0;
            for (int at = 0; at < seeds.size(); at++) {
                sum += seeds.affinity(at) * scorer.weight(seeds, at, item);
            }
            assertThat(sum).isCloseTo(scorer.scoreOf(seeds, item), within(1e-5));
        }
        assertThat(seeds.asked).isLessThan(100L * seeds.size());
    }

    /** A pool keeps the scorers of many threads, and any of them may have seen a large basket. */
    @Test
    void theVectorsOfALargeBasketAreGivenBack() throws IOException {
        int items = 6_000;
        List<UsageEvent> events = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            events.add(UsageEvent.of("u" + item % 40, "i" + item));
            events.add(UsageEvent.of("u" + item % 37, "i" + item));
        }
        Path file = folder.resolve("model");
        AlsTrainer.builder()
                .factors(8)
                .iterations(1)
                .build()
                .train(UsageEvents.of(events))
                .model()
                .save(file);
        FactorParts parts = FactorParts.read(file, Verification.NONE);
        FoldIn foldIn = new FoldIn(parts);
        assertThat(foldIn.solve(all(items))).isNotEqualTo(new float[8]);
        assertThat(foldIn.kept()).isGreaterThanOrEqualTo(items);
        foldIn.clear();
        assertThat(foldIn.kept()).isZero();

        foldIn.solve(all(100));
        foldIn.clear();
        assertThat(foldIn.kept()).as("those of a usual basket are used again").isGreaterThanOrEqualTo(100);
    }

    private static Seeds all(int items) {
        return new Seeds() {
            @Override
            public int size() {
                return items;
            }

            @Override
            public int item(int at) {
                return at;
            }

            @Override
            public double affinity(int at) {
                return 1;
            }
        };
    }

    /** Half of the items; counts how often it is looked at. */
    private static final class Counted implements Seeds {
        private long asked;

        @Override
        public int size() {
            return ITEMS / 2;
        }

        @Override
        public int item(int at) {
            return 2 * at;
        }

        @Override
        public double affinity(int at) {
            asked++;
            return 1 + at % 3;
        }
    }
}
