package dev.recommender.internal.serving;

import dev.recommender.neighbors.NeighborModel;
import dev.recommender.registry.ModelRecord;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** An open model, which closes when its last reference is given back. Born with one reference. Shared between threads. */
final class OpenModel {
    private final ModelRecord record;
    private final NeighborModel model;
    private final long bytes;
    private final Consumer<OpenModel> afterClose;
    private final AtomicInteger references = new AtomicInteger(1);

    OpenModel(ModelRecord record, NeighborModel model, long bytes, Consumer<OpenModel> afterClose) {
        this.record = record;
        this.model = model;
        this.bytes = bytes;
        this.afterClose = afterClose;
    }

    ModelRecord record() {
        return record;
    }

    NeighborModel model() {
        return model;
    }

    long bytes() {
        return bytes;
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
}
