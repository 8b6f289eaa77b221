package dev.recommender.testing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.sar.SarTrainer;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
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
                        .refreshInterval(Duration.ofMillis(50))
                        .build()) {
            List<ModelId> models = train(stores, store, place);
            List<ModelId> whole = models.subList(0, 3);
            List<ModelId> damaged = models.subList(3, 5);
            for (ModelId model : damaged) {
                damage(store, service, model);
            }
            answers.keySet().retainAll(whole);
            assertThat(answers.values()).doesNotHaveDuplicates();
            service.registry().setAlias("live", whole.get(0));
            List<Future<?>> clients = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                clients.add(executor.submit(() -> {
                    while (!stop.get()) {
                        Answer answer = service.recommend("live", QUERY);
                        assertThat(answer.items()).isEqualTo(answers.get(answer.model()));
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
                    Answer answer = service.recommend("live", QUERY);
                    assertThat(answer.model()).isEqualTo(next);
                    assertThat(answer.items()).isEqualTo(answers.get(next));
                }
                long before = asked.get();
                while (asked.get() < before + THREADS && clients.stream().noneMatch(Future::isDone)) {
                    Thread.sleep(1);
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

    /** Trains five models by a service that shares no local copies, and computes here what each of them answers. */
    private List<ModelId> train(ServiceStores stores, BlobStore store, String place) throws IOException {
        List<ModelId> models = new ArrayList<>();
        try (ModelService trainer = stores.service(store, place)
                        .cacheFolder(folder.resolve("trainer"))
                        .build();
                ModelWorker worker =
                        WorkerProcess.options(trainer, folder.resolve("work")).start()) {
            for (int seed = 1; seed <= 5; seed++) {
                List<UsageEvent> events = events(seed);
                StringBuilder lines = new StringBuilder();
                events.forEach(event -> lines.append(event.user())
                        .append(',')
                        .append(event.item())
                        .append('\n'));
                String key = "inputs/swap-" + seed + ".csv";
                store.put(key, BlobContent.of(lines.toString()));
                ModelId id = trainer.requestTraining(TrainingRequest.of(key).with("supportThreshold", 1));
                assertThat(trainer.await(id, Duration.ofMinutes(2)).status())
                        .as("trained by %s", worker.name())
                        .isEqualTo(ModelStatus.COMPLETED);
                models.add(id);
                SarTrainer same = SarTrainer.builder().supportThreshold(1).build();
                try (TrainedModel model = same.train(UsageEvents.of(events)).model()) {
                    answers.put(id, model.recommender().recommend(QUERY));
                }
            }
        }
        return models;
    }

    private static List<UsageEvent> events(int seed) {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < 300; event++) {
            events.add(UsageEvent.of("u" + random.nextInt(40), "item-" + random.nextInt(12)));
        }
        return events;
    }

    /** Flips a bit of a model in the store. */
    private static void damage(BlobStore store, ModelService service, ModelId id) throws IOException {
        String key = service.registry().get(id).file().orElseThrow().key();
        byte[] bytes;
        try (var stream = store.get(key)) {
            bytes = stream.readAllBytes();
        }
        bytes[bytes.length / 2] ^= 1;
        store.put(key, BlobContent.of(bytes));
    }
}
