package dev.recommender.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.Inside;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.RandomShop;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ModelHeaderTest {
    @Test
    void numbersInTheMetadataAreWrittenAlikeByEveryJdk() {
        NeighborModel model = SarTrainer.builder()
                .similarity(Similarity.damped(2.0E-3, 1, 0.5))
                .eventWeights(EventWeights.standard().with(EventType.CLICK, 2.0E23))
                .build()
                .train(UsageEvents.of(new RandomShop(1).events))
                .model();
        ModelHeader header = Inside.of(model).model().header();
        assertThat(new String(header.toJson(), StandardCharsets.UTF_8))
                .contains("damped(0.002,1.0,0.5)")
                .as("in the parameters, and among the weights of live events")
                .containsSubsequence("\"Click\":2.0E23", "\"Click\":2.0E23");
    }
}
