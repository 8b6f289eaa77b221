package dev.recommender.benchmarks;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.sar.SarTrainer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What the benchmarks of questions start from: a model, and whom its events are of. */
final class Trained {
    private static final long SEED = 5;

    private Trained() {}

    static SyntheticEvents events(int users, int items) {
        return events(Shape.ML20M, users, items);
    }

    static SyntheticEvents events(Shape shape, int users, int items) {
        return SyntheticEvents.generate(shape, users, items, activity(shape) * users, SEED);
    }

    /** How many events a user has on average. */
    private static long activity(Shape shape) {
        return shape == Shape.GOWALLA ? 27 : 140;
    }

    /** @param neighbors how many to keep, all if 0 */
    static NeighborModel model(SyntheticEvents events, int neighbors) {
        return model(events, neighbors, RowPrecision.SINGLE);
    }

    /** @param neighbors how many to keep, all if 0 */
    static NeighborModel model(SyntheticEvents events, int neighbors, RowPrecision precision) {
        SarTrainer.Builder builder = SarTrainer.builder().supportThreshold(1).rowPrecision(precision);
        return (neighbors == 0 ? builder : builder.maxNeighbors(neighbors))
                .build()
                .train(events.usage(1), catalog(events))
                .model();
    }

    /** All items that have events. */
    static Catalog catalog(SyntheticEvents events) {
        return Catalog.of(Arrays.stream(events.item())
                .distinct()
                .mapToObj(item -> CatalogItem.of("i" + item))
                .toList());
    }

    /** The users whose histories are closest to so many items. */
    static List<String> usersWithHistoriesOf(int length, SyntheticEvents events, int count) {
        int[] lengths = new int[events.users()];
        for (int user : events.user()) {
            lengths[user]++;
        }
        return IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(user -> Math.abs(lengths[user] - length)))
                .limit(count)
                .map(user -> "u" + user)
                .toList();
    }
}
