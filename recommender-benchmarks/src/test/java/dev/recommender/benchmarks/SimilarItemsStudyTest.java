package dev.recommender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.benchmarks.SimilarItemsStudy.Event;
import dev.recommender.benchmarks.SimilarItemsStudy.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which items the study takes for neighbours. */
class SimilarItemsStudyTest {
    private static final long DAY = 86_400_000;

    @Test
    void itemsAreNeighboursInTimeWithinADay() {
        List<Event> events = List.of(
                new Event("c", 2 * DAY),
                new Event("a", 5),
                new Event("b", 7),
                new Event("b", 8),
                new Event("d", 3 * DAY));

        assertThat(SimilarItemsStudy.pairs(events, new Random(1)))
                .containsExactly(new Pair("a", "b"), new Pair("c", "d"));
    }

    @Test
    void idsDoNotSayWhatIsNextToEachOtherInABasket() {
        IntFunction<String> ascending = item -> "i" + (10 + item);
        IntFunction<String> descending = item -> "i" + (29 - item);

        List<Pair> pairs = SimilarItemsStudy.pairs(basket(ascending), new Random(1));
        List<Pair> renamed = SimilarItemsStudy.pairs(basket(descending), new Random(1));

        List<Pair> expected = new ArrayList<>();
        for (Pair pair : renamed) {
            expected.add(new Pair(opposite(pair.first()), opposite(pair.second())));
        }
        assertThat(pairs).containsExactlyElementsOf(expected).hasSize(19);
        assertThat(SimilarItemsStudy.pairs(basket(ascending), new Random(2))).isNotEqualTo(pairs);
    }

    private static List<Event> basket(IntFunction<String> name) {
        return IntStream.range(0, 20)
                .mapToObj(item -> new Event(name.apply(item), 100))
                .toList();
    }

    private static String opposite(String item) {
        return "i" + (39 - Integer.parseInt(item.substring(1)));
    }
}
