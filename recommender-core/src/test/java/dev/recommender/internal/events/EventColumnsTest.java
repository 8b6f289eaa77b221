package dev.recommender.internal.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingException;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.Parts;
import dev.recommender.sar.SarModels;
import dev.recommender.sar.SarTrainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class EventColumnsTest {
    @Test
    void thousandsOfSmallPartsTakeLittleMemory() {
        List<UsageEvent> events = new ArrayList<>();
        for (int number = 0; number < 4000; number++) {
            events.add(UsageEvent.of("user-" + number % 100, "item-" + number % 7));
        }
        // Four thousand logs are held at once, so each may take no more than a sliver of the test's heap.
        TrainingResult<NeighborModel> result =
                SarTrainer.builder().threads(2).build().train(Parts.of(events, events.size()));
        assertThat(result.statistics().events()).isEqualTo(4000);
        assertThat(result.statistics().count("pairs")).isEqualTo(700);
        assertThat(result.report().successes()).isEqualTo(4000);
    }

    @Test
    @Tag("slow")
    void eventsBeyondTheLargestChunkAreAllKept() {
        List<UsageEvent> events = new ArrayList<>();
        for (int number = 0; number < 400_000; number++) {
            events.add(UsageEvent.of("user-" + number % 1000, "item-" + number % 3));
        }
        NeighborModel model = SarModels.train(SarTrainer.builder(), events);
        assertThat(model.metadata().events()).isEqualTo(400_000);
        assertThat(model.affinity("user-7", "item-1")).hasValue(134);
        assertThat(model.affinity("user-7", "item-0")).hasValue(133);
        assertThat(model.affinity("user-7", "item-2")).hasValue(133);
    }

    @Test
    void weightsBeyondWhatAModelCanHoldAreRefusedWithUserAndItem() {
        for (double weight : new double[] {1e300, -1e300}) {
            SarTrainer trainer = SarTrainer.create();
            UsageEvents source = sink -> {
                sink.event("bob", "bow", UsageEvents.NO_TIME, EventType.CLICK, UsageEvents.NO_WEIGHT);
                sink.event("ann", "bow", UsageEvents.NO_TIME, EventType.CLICK, weight);
                return ParsingReport.clean(2);
            };
            assertThatThrownBy(() -> trainer.train(source))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("\"ann\"")
                    .hasMessageContaining("\"bow\"")
                    .hasMessageContaining("smaller weights");
        }
    }

    @Test
    void blankIdsOfACarelessSourceAreRefused() {
        SarTrainer trainer = SarTrainer.create();
        for (String blank : List.of("", " ", "\t\u2003")) {
            assertThatThrownBy(() -> trainer.train(source(blank, "item")))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("user is blank");
            assertThatThrownBy(() -> trainer.train(source("user", blank)))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("item is blank");
        }
    }

    private static UsageEvents source(String user, String item) {
        return sink -> {
            sink.event(user, item, UsageEvents.NO_TIME, EventType.CLICK, UsageEvents.NO_WEIGHT);
            return ParsingReport.clean(1);
        };
    }
}
