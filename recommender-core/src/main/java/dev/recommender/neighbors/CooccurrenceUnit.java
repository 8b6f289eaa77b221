package dev.recommender.neighbors;

/** What makes two items occur together. An item counts once per unit, however often it repeats there. */
public enum CooccurrenceUnit {
    /** The same user took both, at any time. */
    USER,
    /** The same user took both in one session: without a longer pause between one event and the next than a given one. */
    SESSION,
    /** The same user took both at the same instant, to the millisecond: a basket, an order. */
    TIMESTAMP
}
