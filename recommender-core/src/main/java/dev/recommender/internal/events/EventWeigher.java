package dev.recommender.internal.events;

import dev.recommender.EventType;
import dev.recommender.EventWeights;

/** What an event weighs before decay. Used by one thread. */
public final class EventWeigher {
    private final EventWeights weights;
    private final boolean weighted;
    private EventType lastType = EventType.CUSTOM;
    private double lastTypeWeight;

    public EventWeigher(EventOptions options) {
        this.weights = options.eventWeights();
        this.weighted = options.weighted();
        this.lastTypeWeight = weights.weightOf(lastType);
    }

    /** The weight of an event by its own, or by its type; not finite if it is beyond what a model can hold. */
    public float weightOf(EventType type, double weight) {
        if (!weighted) {
            return 1;
        }
        if (!Double.isNaN(weight)) {
            return (float) weight;
        }
        if (!type.equals(lastType)) {
            lastType = type;
            lastTypeWeight = weights.weightOf(type);
        }
        return (float) lastTypeWeight;
    }
}
