package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a catalog says is counted as it is kept: each text once, in bytes of UTF-8. */
class FeatureTermsTest {
    @Test
    void textsCountByTheirBytes() {
        FeatureTerms terms = FeatureTerms.of(Catalog.of(List.of(
                CatalogItem.of("1").name("赤いリュック").category("鞄").feature("色", "赤", "黒"),
                CatalogItem.of("2")
                        .name("Étui 🎻")
                        .category("鞄")
                        .feature("色", "黒")
                        .feature("for", "violin", "黒"))));
        assertThat(terms)
                .isEqualTo(new FeatureTerms(
                        2,
                        5,
                        4,
                        7,
                        Stream.of("赤いリュック", "鞄", "赤", "黒", "Étui 🎻", "violin", "黒")
                                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                                .sum()));
    }
}
