package dev.recommender.internal.serving;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelRecord;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** A caller's reference to an open model. */
final class OpenLease implements ModelLease {
    private final OpenModel open;
    private final Recommender recommender = new Leased();
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Takes over one reference. */
    OpenLease(OpenModel open) {
        this.open = open;
    }

    @Override
    public ModelRecord record() {
        return open.record();
    }

    @Override
    public ModelMetadata metadata() {
        requireOpen();
        return open.model().metadata();
    }

    @Override
    public Optional<CatalogItem> item(String id) {
        requireOpen();
        return open.model().item(id);
    }

    @Override
    public Iterator<String> items() {
        requireOpen();
        return open.model().items();
    }

    @Override
    public Iterator<String> users() {
        requireOpen();
        return open.model().users();
    }

    @Override
    public Recommender recommender() {
        requireOpen();
        return recommender;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            open.release();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException(
                    "the lease of model " + open.record().id() + " is closed");
        }
    }

    /** Ends with its lease, though others may keep the model open. */
    private final class Leased implements Recommender {
        @Override
        public Recommendations recommend(Query query) {
            requireOpen();
            return open.recommender().recommend(query);
        }

        @Override
        public OptionalDouble predict(String user, String item) {
            requireOpen();
            return open.recommender().predict(user, item);
        }

        @Override
        public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
            requireOpen();
            return open.recommender().recommendAll(users, query, sink);
        }

        @Override
        public Recommendations similarItems(String item, int count) {
            requireOpen();
            return open.recommender().similarItems(item, count);
        }
    }
}
