package dev.recommender.internal.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.EventType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeCountsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 40, 100, 101, 400, 1000, 1001, 3000})
    void theCountsAreThoseOfTheMostFrequentTypesHoweverTheEventsAreDivided(int types) {
        Random random = new Random(types);
        List<EventType> events = new ArrayList<>();
        Map<String, Long> all = new TreeMap<>();
        for (int type = 0; type < types; type++) {
            String name = String.format("type %05d", random.nextInt(100_000));
            // Some sources reuse the objects of their types, and some do not.
            EventType reused = EventType.of(name);
            int count = 1 + (int) Math.abs(8 * random.nextGaussian());
            for (int event = 0; event < count; event++) {
                events.add(event % 3 == 0 ? EventType.of(name) : reused);
            }
            all.merge(name, (long) count, Long::sum);
        }
        Map<String, Long> expected = expected(all, events.size());
        for (int parts : new int[] {1, 2, 5}) {
            Collections.shuffle(events, random);
            TypeCounts sum = new TypeCounts();
            for (int part = 0; part < parts; part++) {
                TypeCounts counts = new TypeCounts();
                for (int at = part; at < events.size(); at += parts) {
                    counts.add(events.get(at));
                }
                sum.absorb(counts);
            }
            assertThat(sum.byName()).as("%d parts", parts).isEqualTo(expected);
            assertThat(sum.hasOthers()).isEqualTo(all.size() > 100);
        }
    }

    @Test
    void theNameIsThatOfTheFirstSpellingInOrderWhicheverComesFirst() {
        for (List<String> order : List.of(List.of("kauf", "KAUF", "Kauf"), List.of("KAUF", "Kauf", "kauf"))) {
            TypeCounts counts = new TypeCounts();
            order.forEach(name -> counts.add(EventType.of(name)));
            assertThat(counts.byName()).containsExactly(Map.entry("KAUF", 3L));
        }
    }

    @Test
    void aTypeCalledOthersIsOneOfItsOwn() {
        TypeCounts counts = new TypeCounts();
        counts.add(EventType.of("others"));
        assertThat(counts.byName()).containsExactly(Map.entry("others", 1L));
        assertThat(counts.hasOthers()).isFalse();
    }

    /** The hundred most frequent of the first thousand types, and the rest together. */
    private static Map<String, Long> expected(Map<String, Long> all, long events) {
        Map<String, Long> named = new HashMap<>();
        all.entrySet().stream()
                .limit(1000)
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(100)
                .forEach(type -> named.put(type.getKey(), type.getValue()));
        long rest = events - named.values().stream().mapToLong(Long::longValue).sum();
        if (rest > 0) {
            named.put("others", rest);
        }
        return named;
    }
}
