package dev.recommender;

import java.util.List;
import java.util.Locale;

/**
 * What kind of interaction an event records. The constants are the types that Microsoft's retired Product Recommendations
 * service knew; any other name is a type of its own. Names are compared without regard to case, hyphens and underscores,
 * so {@code AddShopCart}, {@code add-shop-cart} and {@code ADD_SHOP_CART} are one type. Immutable.
 */
public final class EventType implements Comparable<EventType> {
    /** Any interaction that has no type of its own. */
    public static final EventType CUSTOM = new EventType("Custom");

    /** The item was clicked or viewed. */
    public static final EventType CLICK = new EventType("Click");

    /** The item was clicked in a list of recommendations. */
    public static final EventType RECOMMENDATION_CLICK = new EventType("RecommendationClick");

    /** The item was put into the shopping cart. */
    public static final EventType ADD_SHOP_CART = new EventType("AddShopCart");

    /** The item was taken out of the shopping cart: evidence against it. */
    public static final EventType REMOVE_SHOP_CART = new EventType("RemoveShopCart");

    /** The item was bought. */
    public static final EventType PURCHASE = new EventType("Purchase");

    private static final List<EventType> STANDARD =
            List.of(CUSTOM, CLICK, RECOMMENDATION_CLICK, ADD_SHOP_CART, REMOVE_SHOP_CART, PURCHASE);

    private final String name;
    private final String key;

    private EventType(String name) {
        this.name = name.strip();
        this.key = this.name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
        if (key.isEmpty()) {
            throw new InvalidValueException(Violation.of("name of an event type", "must not be blank")
                    .detail("name of an event type must not be blank: \"" + name + "\"")
                    .value(name));
        }
    }

    /**
     * The type of this name: a constant of this class where the name is one of theirs.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    public static EventType of(String name) {
        EventType type = new EventType(name);
        for (EventType standard : STANDARD) {
            if (standard.equals(type)) {
                return standard;
            }
        }
        return type;
    }

    /** The types that have a constant here. */
    public static List<EventType> standard() {
        return STANDARD;
    }

    /** How the type is written. */
    public String name() {
        return name;
    }

    @Override
    public int compareTo(EventType other) {
        return key.compareTo(other.key);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || (other instanceof EventType that && key.equals(that.key));
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
