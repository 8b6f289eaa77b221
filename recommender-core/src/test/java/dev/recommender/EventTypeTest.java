package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTypeTest {
    @ParameterizedTest
    @ValueSource(strings = {"AddShopCart", "add-shop-cart", "ADD_SHOP_CART", " addshopcart "})
    void spellingDoesNotMatter(String name) {
        assertThat(EventType.of(name)).isSameAs(EventType.ADD_SHOP_CART);
    }

    @Test
    void otherNamesAreTypesOfTheirOwn() {
        EventType share = EventType.of(" Share ");
        assertThat(share).isEqualTo(EventType.of("SHARE")).hasSameHashCodeAs(EventType.of("sh-are"));
        assertThat(share.name()).isEqualTo("Share");
        assertThat(share).isNotEqualTo(EventType.CLICK).isNotEqualByComparingTo(EventType.CLICK);
        assertThat(EventType.standard()).hasSize(6).doesNotContain(share);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-", "_-_"})
    void aBlankNameIsRefused(String name) {
        assertThatThrownBy(() -> EventType.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + name + "\"");
    }

    @ParameterizedTest
    @CsvSource({
        "Click, 1",
        "RecommendationClick, 2",
        "AddShopCart, 3",
        "RemoveShopCart, -1",
        "Purchase, 4",
        "Custom, 1",
        "Share, 1"
    })
    void theStandardWeightsAreThoseOfTheRetiredService(String name, double weight) {
        assertThat(EventWeights.standard().weightOf(EventType.of(name))).isEqualTo(weight);
    }

    @Test
    void changedWeightsLeaveTheTableBeforeAsItWas() {
        EventWeights changed =
                EventWeights.standard().with(EventType.of("click"), 0).with(EventType.of("Share"), -2.5);
        assertThat(changed.weightOf(EventType.CLICK)).isZero();
        assertThat(changed.weightOf(EventType.of("share"))).isEqualTo(-2.5);
        assertThat(changed.weightOf(EventType.PURCHASE)).isEqualTo(4);
        assertThat(EventWeights.standard().weightOf(EventType.CLICK)).isEqualTo(1);
        assertThat(changed).isNotEqualTo(EventWeights.standard());
        assertThat(changed.with(EventType.CLICK, 1).asMap()).hasSize(6).containsEntry(EventType.of("share"), -2.5);
        assertThatThrownBy(() -> changed.asMap().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void weightsMustBeFinite(double weight) {
        assertThatThrownBy(() -> EventWeights.standard().with(EventType.PURCHASE, weight))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Purchase")
                .hasMessageContaining(Double.toString(weight));
    }
}
