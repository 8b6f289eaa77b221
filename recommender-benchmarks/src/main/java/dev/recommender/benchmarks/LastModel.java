package dev.recommender.benchmarks;

import dev.recommender.TrainedModel;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The model of the questions before, with its events. In one JVM, as {@code -f 0} has it, the questions of a model come one
 * after the other, and it is trained once.
 *
 * @param <K> what tells models apart
 * @param <M> the models
 */
final class LastModel<K, M extends TrainedModel> {
    private final Function<K, Items> items;
    private final BiFunction<K, SyntheticEvents, M> training;
    private K key;
    private SyntheticEvents events;
    private M model;

    /** @param first of which a model is trained at once */
    LastModel(K first, Function<K, Items> items, BiFunction<K, SyntheticEvents, M> training) {
        this.items = items;
        this.training = training;
        this.key = first;
        this.events = items.apply(first).events();
        this.model = training.apply(first, events);
    }

    /** Trains a model unless it is the last one, which is closed; returns its events. */
    synchronized SyntheticEvents of(K wanted) {
        if (!key.equals(wanted)) {
            model.close();
            events = items.apply(wanted).events();
            model = training.apply(wanted, events);
            key = wanted;
        }
        return events;
    }

    /** The model that was trained last. */
    M model() {
        return model;
    }
}
