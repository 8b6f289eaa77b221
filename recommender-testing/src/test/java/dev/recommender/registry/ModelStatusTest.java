package dev.recommender.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelStatusTest {
    @Test
    void aModelGoesForwardOnlyAndFinalOnesStay() {
        List<String> allowed = new ArrayList<>();
        for (ModelStatus from : ModelStatus.values()) {
            for (ModelStatus to : ModelStatus.values()) {
                if (from.mayBecome(to)) {
                    allowed.add(from + " " + to);
                }
            }
        }
        assertThat(allowed)
                .containsExactly(
                        "CREATED IN_PROGRESS",
                        "CREATED FAILED",
                        "IN_PROGRESS IN_PROGRESS",
                        "IN_PROGRESS COMPLETED",
                        "IN_PROGRESS FAILED");
    }
}
