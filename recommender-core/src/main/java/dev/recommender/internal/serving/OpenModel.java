package dev.recommender.internal.serving;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.registry.AnswerDefaults;
import dev.recommender.registry.ModelRecord;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * An open model, which closes when its last reference is given back. Starts with one reference. The one place where the
 * answer defaults of the model's request are applied. Shared between threads.
 */
final class OpenModel {
    private final ModelRecord record;
    private final TrainedModel model;
    private final long bytes;
    private final boolean fetched;
    private final long opened = System.nanoTime();
    private final Consumer<OpenModel> afterClose;
    private final Recommender recommender;
    private final AtomicInteger references = new AtomicInteger(1);

    /**
     * Holds a model that was just opened.
     *
     * @param bytes the length of its file
     * @param fetched whether its file was fetched from the store for this, rather than found on this machine
     */
    OpenModel(ModelRecord record, TrainedModel model, long bytes, boolean fetched, Consumer<OpenModel> afterClose) {
        this.record = record;
        this.model = model;
        this.bytes = bytes;
        this.fetched = fetched;
        this.afterClose = afterClose;
        this.recommender = new WithDefaults(model.recommender(), AnswerDefaults.of(record));
    }

    ModelRecord record() {
        return record;
    }

    TrainedModel model() {
        return model;
    }

    /** A recommender that answers by the defaults of the model's request. */
    Recommender recommender() {
        return recommender;
    }

    long bytes() {
        return bytes;
    }

    /** Whether the model's file was fetched from the store after a time of {@link System#nanoTime}. */
    boolean fetchedAfter(long time) {
        return fetched && opened - time >= 0;
    }

    /** Takes a reference, unless the last one has been given back. */
    boolean retain() {
        return references.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Takes more references by one who holds one. */
    void retainMore(int count) {
        references.addAndGet(count);
    }

    void release() {
        if (references.decrementAndGet() == 0) {
            try {
                model.close();
            } finally {
                afterClose.accept(this);
            }
        }
    }

    private record WithDefaults(Recommender recommender, AnswerDefaults defaults) implements Recommender {
        @Override
        public Recommendations recommend(Query query) {
            return recommender.recommend(defaults.apply(query));
        }

        @Override
        public OptionalDouble predict(String user, String item) {
            return recommender.predict(user, item);
        }

        @Override
        public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
            return recommender.recommendAll(users, defaults.apply(query), sink);
        }

        /** Never the item itself, and never back-filled, regardless of the defaults. */
        @Override
        public Recommendations similarItems(String item, int count) {
            return recommender.similarItems(item, count);
        }
    }
}
