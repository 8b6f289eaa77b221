package dev.recommender.testing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.sar.SarTrainer;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alias moves between models in a store, some of them damaged there, while threads ask through it. */
public abstract class SwapContract {
    private static final int THREADS = 4;
    private static final int MOVES = 20;
    private static final Query QUERY = Query.items("item-0", "item-1").count(8).withoutBackfill();

    @TempDir
    private Path folder;

    private final Map<ModelId, Recommendations> answers = new HashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicLong asked = new AtomicLong();

    /** How the stores are opened. */
    protected abstract Class<? extends ServiceStores> stores();

    /** A place of an empty store. */
    protected abstract String newPlace() throws IOException;

    @Test
    void everyAnswerIsThatOfOneWholeModelWhileAnAliasMoves() throws Exception {
        String place = newPlace();
        ServiceStores stores = stores().getDeclaredConstructor().newInstance();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS);
        try (BlobStore store = stores.open(place);
                ModelService service = stores.service(store, place)
                        .cacheFolder(folder.resolve("copies"))
                        .provider(options -> options.refreshInterval(Duration.ofMillis(50)))
                        .build()) {
            List<ModelId> whole = List.of(add(service, 1), add(service, 2), add(service, 3));
            List<ModelId> damaged =
                    List.of(damage(store, service, add(service, 4)), damage(store, service, add(service, 5)));
            answers.keySet().retainAll(whole);
            assertThat(answers.values()).doesNotHaveDuplicates();
            service.registry().setAlias("live", whole.get(0));
            List<Future<?>> clients = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                clients.add(executor.submit(() -> {
                    while (!stop.get()) {
                        assertThat(answers.values()).contains(service.recommend("live", QUERY));
                        asked.incrementAndGet();
                    }
                    return null;
                }));
            }
            Random random = new Random(6);
            for (int move = 0; move < MOVES; move++) {
                if (random.nextInt(3) == 0) {
                    ModelId bad = damaged.get(random.nextInt(damaged.size()));
                    assertThatThrownBy(() -> service.registry().setAlias("live", bad))
                            .isInstanceOf(ModelUnavailableException.class);
                } else {
                    ModelId next = whole.get(move % whole.size());
                    service.registry().setAlias("live", next);
                    service.provider().refresh();
                    assertThat(service.recommend("live", QUERY)).isEqualTo(answers.get(next));
                }
                long before = asked.get();
                while (asked.get() < before + THREADS && clients.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            stop.set(true);
            for (Future<?> client : clients) {
                client.get();
            }
        } finally {
            stop.set(true);
            executor.shutdownNow();
        }
        assertThat(asked).hasValueGreaterThan((long) MOVES * THREADS);
    }

    private ModelId add(ModelService service, int seed) throws IOException {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < 300; event++) {
            events.add(UsageEvent.of("u" + random.nextInt(40), "item-" + random.nextInt(12)));
        }
        Path file = folder.resolve("trained-" + seed);
        ModelId id = service.registry().create("", "{}").id();
        service.registry().start(id, "");
        try (NeighborModel model = (NeighborModel) SarTrainer.builder()
                .supportThreshold(1)
                .build()
                .train(UsageEvents.of(events))
                .model()) {
            model.save(file);
            answers.put(id, model.recommender().recommend(QUERY));
        }
        service.registry().complete(id, service.provider().store(id, file), "{}", "");
        Files.delete(file);
        return id;
    }

    /** Flips a bit of a model in the store. */
    private static ModelId damage(BlobStore store, ModelService service, ModelId id) throws IOException {
        String key =
                service.registry().find(id).orElseThrow().file().orElseThrow().key();
        byte[] bytes;
        try (var stream = store.get(key)) {
            bytes = stream.readAllBytes();
        }
        bytes[bytes.length / 2] ^= 1;
        store.put(key, BlobContent.of(bytes));
        return id;
    }
}
