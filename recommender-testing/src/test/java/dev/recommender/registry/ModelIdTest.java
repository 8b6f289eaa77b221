package dev.recommender.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.testing.storage.HostileKeys;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ModelIdTest {
    private static final String TEXT = "0193b6f0-0000-7abc-8def-0123456789ab";

    @Test
    void anIdIsReadAsItIsWrittenInEitherCase() {
        assertThat(ModelId.parse(TEXT)).hasToString(TEXT).isEqualTo(new ModelId(UUID.fromString(TEXT)));
        assertThat(ModelId.parse(TEXT.toUpperCase(Locale.ROOT))).hasToString(TEXT);
    }

    @Test
    void whateverIsNotAnIdIsRefusedWithItsText() {
        for (String text : HostileKeys.all()) {
            assertRefused(text);
        }
        for (int at = 0; at < TEXT.length(); at++) {
            assertRefused(TEXT.substring(0, at) + TEXT.substring(at + 1));
            for (String wrong : new String[] {"g", "/", "\u0000", "\uFF11", "\u0661", "\u2010", "0-"}) {
                assertRefused(TEXT.substring(0, at) + wrong + TEXT.substring(at + 1));
            }
        }
        // What the platform's own parser takes, though it is another id's text or no one's.
        assertRefused("1-1-1-1-1");
        assertRefused("{" + TEXT + "}");
        assertRefused(TEXT + "\n");
        assertThatThrownBy(() -> ModelId.parse("a\u0000b"))
                .isInstanceOf(InvalidModelIdException.class)
                .hasMessage("\"a?b\" is not a model id; give it as 8-4-4-4-12 hexadecimal digits");
    }

    private static void assertRefused(String text) {
        assertThatThrownBy(() -> ModelId.parse(text))
                .isInstanceOf(InvalidModelIdException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
    }
}
