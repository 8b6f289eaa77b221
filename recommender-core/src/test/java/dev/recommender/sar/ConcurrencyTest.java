package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.Seed;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.SmallModels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConcurrencyTest {
    private final AtomicLong calls = new AtomicLong();

    @TempDir
    Path folder;

    @Test
    void eightThreadsGetWhatOneThreadGets() throws Exception {
        RandomEvents source = new RandomEvents(17);
        NeighborModel model = SarModels.train(SarTrainer.builder().supportThreshold(1), source.events());
        List<Query> queries = new ArrayList<>();
        List<Recommendations> expected = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            queries.add(source.query().count(1 + number % 70));
            expected.add(model.recommender().recommend(queries.get(number)));
        }
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> clients = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                Random random = new Random(client);
                clients.add(() -> {
                    int different = 0;
                    for (int asked = 0; asked < 3000; asked++) {
                        int number = random.nextInt(queries.size());
                        Recommendations actual = model.recommender().recommend(queries.get(number));
                        different += same(actual, expected.get(number)) ? 0 : 1;
                    }
                    return different;
                });
            }
            for (Future<Integer> client : executor.invokeAll(clients)) {
                assertThat(client.get()).isZero();
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void closingWaitsForQueriesUnderWayAndRefusesLaterOnes() throws Exception {
        NeighborModel model = SmallModels.full();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        Recommender slow = model.recommender(user -> {
            asked.countDown();
            await(answer);
            return Optional.of(List.of(Seed.of("a")));
        });
        AtomicReference<Recommendations> answered = new AtomicReference<>();
        Thread client = new Thread(() -> answered.set(slow.recommend(Query.user("anybody"))));
        client.start();
        asked.await();
        Thread closer = new Thread(model::close);
        closer.start();
        while (open(model)) {
            Thread.onSpinWait();
        }
        assertThat(closer.isAlive()).isTrue();
        answer.countDown();
        client.join();
        closer.join();
        assertThat(answered.get()).isNotEmpty();
        for (ThrowingCallable call : everyCall(model, slow)) {
            assertThatThrownBy(call).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
        }
        assertThat(model.metadata().algorithm()).contains("sar");
        model.close();
    }

    @Test
    @Tag("slow")
    void interruptingTheTrainerCancelsTheTrainingAndEndsItsThreads() throws Exception {
        CountDownLatch computing = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        SarTrainer trainer = slowTrainer(computing, released);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread thread = new Thread(() -> {
            try {
                trainer.train(everybodyTakesEverything());
            } catch (RuntimeException e) {
                thrown.set(e);
            }
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        thread.start();
        computing.await();
        thread.interrupt();
        released.set(true);
        thread.join();
        assertThat(thrown.get()).isInstanceOf(TrainingCancelledException.class);
        assertThat(stillInterrupted).isTrue();
        assertCancelled();
    }

    @Test
    @Tag("slow")
    void aMonitorCancelsTheTrainingAndEndsItsThreads() {
        CountDownLatch computing = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                boolean cancel = computing.getCount() == 0;
                released.set(cancel);
                return cancel;
            }
        };
        SarTrainer trainer = slowTrainer(computing, released);
        TrainingInput input = TrainingInput.of(everybodyTakesEverything()).monitor(monitor);
        assertThatThrownBy(() -> trainer.train(input)).isInstanceOf(TrainingCancelledException.class);
        assertCancelled();
    }

    @Test
    void aFailureInOneThreadEndsAllAndIsTold() {
        SarTrainer trainer = SarTrainer.builder()
                .threads(4)
                .supportThreshold(1)
                .similarity(Similarity.of("broken", (c, fi, fj, n) -> {
                    throw new UnsupportedOperationException("no such similarity");
                }))
                .build();
        assertThatThrownBy(() -> trainer.train(everybodyTakesEverything()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("no such similarity");
        assertThat(training()).isEmpty();
    }

    private List<ThrowingCallable> everyCall(NeighborModel model, Recommender slow) {
        return List.of(
                () -> slow.recommend(Query.popular()),
                () -> slow.predict("user-0", "a"),
                () -> model.recommender().recommend(Query.popular()),
                () -> model.recommender(user -> Optional.empty()).recommend(Query.popular()),
                () -> model.similarity("a", "b"),
                () -> model.affinity("user-0", "b"),
                () -> model.frequency("a"),
                () -> model.item("a"),
                model::items,
                model::users,
                () -> model.popularItems(1),
                () -> model.activeUsers(1),
                () -> model.similarUsers("user-0", 1),
                () -> model.forget("user-0"),
                () -> model.save(folder.resolve("closed")),
                () -> model.saveWithDigest(folder.resolve("closed")));
    }

    /** Nothing goes on, and what was left to do has not been done: more than a million pairs. */
    private void assertCancelled() {
        assertThat(training()).isEmpty();
        assertThat(calls).hasValueLessThan(500_000);
    }

    private SarTrainer slowTrainer(CountDownLatch computing, AtomicBoolean released) {
        return SarTrainer.builder()
                .threads(3)
                .supportThreshold(1)
                .similarity(Similarity.of("slow", (c, fi, fj, n) -> {
                    // The first calls, for items with themselves, are one thread's.
                    if (calls.incrementAndGet() > 5000) {
                        computing.countDown();
                        while (!released.get()) {
                            Thread.onSpinWait();
                        }
                        for (long end = System.nanoTime() + 10_000; System.nanoTime() < end; ) {
                            Thread.onSpinWait();
                        }
                    }
                    return c;
                }))
                .build();
    }

    private static UsageEvents everybodyTakesEverything() {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 20; user++) {
            for (int item = 0; item < 1500; item++) {
                events.add(UsageEvent.of("user-" + user, "item-" + item));
            }
        }
        return UsageEvents.of(events);
    }

    /** The stacks of threads that still train; one that has only its own end before it does not. */
    private static List<List<StackTraceElement>> training() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().equals("recommender-training"))
                .map(entry -> List.of(entry.getValue()))
                .filter(stack ->
                        stack.stream().anyMatch(frame -> frame.getClassName().startsWith("dev.recommender.")))
                .toList();
    }

    private static boolean same(Recommendations actual, Recommendations expected) {
        return actual.equals(expected)
                && actual.unknownUser().equals(expected.unknownUser())
                && actual.unknownItems().equals(expected.unknownItems());
    }

    private static boolean open(NeighborModel model) {
        try {
            model.recommender().recommend(Query.popular());
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
