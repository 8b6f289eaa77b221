package dev.recommender.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ModelMessageTest {
    @Test
    void aMessageHoldsTheIdAlone() {
        ModelId id = ModelId.parse("0190a0b0-0000-7000-8000-000000000001");

        assertThat(ModelMessage.write(id)).isEqualTo("{\"modelId\":\"0190a0b0-0000-7000-8000-000000000001\"}");
        assertThat(ModelMessage.read(ModelMessage.write(id))).contains(id);
        for (String other : new String[] {"", "x", "{}", "[]", "{\"modelId\": 7}", "{\"modelId\": \"../x\"}"}) {
            assertThat(ModelMessage.read(other)).as(other).isEqualTo(Optional.empty());
        }
    }
}
