package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLogTest {
    @Test
    void thousands_of_small_parts_take_little_memory() {
        List<UsageEvent> events = new ArrayList<>();
        for (int number = 0; number < 4000; number++) {
            events.add(UsageEvent.of("user-" + number % 100, "item-" + number % 7));
        }
        // Four thousand logs are held at once, so each may take no more than a sliver of the test's heap.
        TrainingResult result = SarTrainer.builder().threads(2).build().train(Parts.of(events, events.size()));
        assertThat(result.statistics().events()).isEqualTo(4000);
        assertThat(result.statistics().pairs()).isEqualTo(700);
        assertThat(result.report().successes()).isEqualTo(4000);
    }

    @Test
    void events_beyond_the_largest_chunk_are_all_kept() {
        List<UsageEvent> events = new ArrayList<>();
        for (int number = 0; number < 400_000; number++) {
            events.add(UsageEvent.of("user-" + number % 1000, "item-" + number % 3));
        }
        SarModel model = Models.train(SarTrainer.builder(), events);
        assertThat(model.metadata().events()).isEqualTo(400_000);
        assertThat(model.affinity("user-7", "item-1")).hasValue(134);
        assertThat(model.affinity("user-7", "item-0")).hasValue(133);
        assertThat(model.affinity("user-7", "item-2")).hasValue(133);
    }
}
