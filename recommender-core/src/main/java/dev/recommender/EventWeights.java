package dev.recommender;

import dev.recommender.internal.util.Arguments;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How much an event of each type counts when the event itself gives no weight. Immutable.
 *
 * <p>The {@linkplain #standard() standard} table is the table of Product Recommendations: Click 1, RecommendationClick 2,
 * AddShopCart 3, RemoveShopCart −1, Purchase 4. Every other type has weight 1.
 */
public final class EventWeights {
    private static final EventWeights STANDARD = new EventWeights(new TreeMap<>())
            .with(EventType.CLICK, 1)
            .with(EventType.RECOMMENDATION_CLICK, 2)
            .with(EventType.ADD_SHOP_CART, 3)
            .with(EventType.REMOVE_SHOP_CART, -1)
            .with(EventType.PURCHASE, 4);

    private final Map<EventType, Double> weights;

    private EventWeights(Map<EventType, Double> weights) {
        this.weights = weights;
    }

    /** The table described above. */
    public static EventWeights standard() {
        return STANDARD;
    }

    /**
     * This table with one weight replaced or added. Zero and negative weights are allowed: zero makes an event count
     * as seen but as no evidence, a negative weight pushes similar items out.
     *
     * @throws IllegalArgumentException if the weight is beyond the range of floats
     */
    public EventWeights with(EventType type, double weight) {
        Arguments.requireWeight("weight of event type " + type, weight);
        Map<EventType, Double> changed = new TreeMap<>(weights);
        changed.put(type, weight);
        return new EventWeights(changed);
    }

    /** The weight of an event of this type; 1 for a type that the table does not name. */
    public double weightOf(EventType type) {
        return weights.getOrDefault(type, 1.0);
    }

    /** The types that the table names with their weights, ordered by name; unmodifiable. */
    public Map<EventType, Double> asMap() {
        return Collections.unmodifiableMap(weights);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EventWeights that && weights.equals(that.weights);
    }

    @Override
    public int hashCode() {
        return weights.hashCode();
    }

    @Override
    public String toString() {
        return weights.toString();
    }
}
