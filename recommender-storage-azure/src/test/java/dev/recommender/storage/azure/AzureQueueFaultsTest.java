package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.storage.Delivery;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue over a wire that delays, cuts, truncates, loses and refuses. */
@Tag("servers")
class AzureQueueFaultsTest {
    private static final int MANY_ATTEMPTS = 14;
    private static final Fault[] ALL =
            Arrays.stream(Fault.values()).filter(fault -> fault != Fault.NONE).toArray(Fault[]::new);
    private static final Duration LONG = WorkQueue.MAX_DELAY;

    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    private final String name = Azurite.newName();

    /** What happens to the next request. */
    private final AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);

    private WorkQueue direct;
    private FaultyProxy proxy;
    private WorkQueue queue;

    @BeforeEach
    void open() throws IOException {
        direct = AzureQueueWorkQueue.builder(AZURITE.server().queue(name)).open();
        proxy = new FaultyProxy(AZURITE.server().queuePort(), (method, path) -> next.getAndSet(Fault.NONE));
        queue = open(proxy.port(), MANY_ATTEMPTS);
    }

    private WorkQueue open(int port, int attempts) throws IOException {
        return AzureQueueWorkQueue.builder(AZURITE.server().queue(name, port))
                .timeout(Duration.ofSeconds(20))
                .attempts(attempts)
                .firstPause(Duration.ofMillis(2))
                .open();
    }

    @AfterEach
    void close() throws IOException {
        queue.close();
        proxy.close();
        direct.close();
    }

    @Test
    void aMessageWhoseSendingWentAstrayIsThereOnceAtMost() throws IOException {
        Map<String, Integer> least = new TreeMap<>();
        try (FaultyProxy bad = new FaultyProxy(AZURITE.server().queuePort(), FaultyProxy.oneIn(2, 5, ALL))) {
            WorkQueue sender = open(bad.port(), MANY_ATTEMPTS);
            for (int message = 0; message < 60; message++) {
                String body = "message " + message;
                try {
                    sender.send(body);
                    least.put(body, 1);
                } catch (StorageException e) {
                    assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
                    least.put(body, 0);
                }
            }
        }
        assertThat(least.values()).contains(0, 1);
        for (Optional<Delivery> delivery = direct.receive(LONG);
                delivery.isPresent();
                delivery = direct.receive(LONG)) {
            // Null, and thus a failure, for a message that is there twice.
            assertThat(least.remove(delivery.get().body())).isNotNull();
        }
        assertThat(least.values())
                .as("messages that were sent and are not there")
                .doesNotContain(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER"})
    void completionIsKnownThoughItsAnswerIsLost(Fault fault) throws IOException {
        direct.send("x");
        Delivery delivery = queue.receive(LONG).orElseThrow();
        next.set(fault);
        assertThat(delivery.complete()).isTrue();
        assertThat(delivery.complete()).isFalse();
        assertThat(proxy.done()).containsEntry(fault, 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER"})
    void abandonmentIsKnownThoughItsAnswerIsLost(Fault fault) throws IOException {
        direct.send("x");
        Delivery delivery = queue.receive(LONG).orElseThrow();
        next.set(fault);
        assertThat(delivery.abandon(Duration.ZERO)).isTrue();
        assertThat(direct.receive(LONG).orElseThrow().attempt()).isEqualTo(2);
    }

    /** The service has changed the receipt, and nobody knows it: better to lose the delivery than to believe in it. */
    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER"})
    void aDeliveryIsOverWhenTheAnswerToItsExtensionIsLost(Fault fault) throws IOException {
        direct.send("x");
        Delivery delivery = queue.receive(LONG).orElseThrow();
        next.set(fault);
        assertThat(delivery.extend(Duration.ofSeconds(1))).isFalse();
        assertThat(delivery.complete()).isFalse();
        assertThat(awaitMessage().attempt()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"ERROR", "SLOW_DOWN", "DELAY"})
    void aDeliveryGoesOnWhenItsExtensionSucceedsAtLast(Fault fault) throws IOException {
        direct.send("x");
        Delivery delivery = queue.receive(LONG).orElseThrow();
        next.set(fault);
        assertThat(delivery.extend(LONG)).isTrue();
        next.set(fault);
        assertThat(delivery.complete()).isTrue();
        assertThat(direct.receive(LONG)).isEmpty();
    }

    /** Workers over bad wires: every message is worked on, none is completed twice, none is left. */
    @Test
    void noMessageIsLostOrCompletedTwice() throws Exception {
        int messages = 30;
        for (int message = 0; message < messages; message++) {
            direct.send("message " + message);
        }
        Map<String, Integer> worked = new ConcurrentHashMap<>();
        Map<String, Integer> completed = new ConcurrentHashMap<>();
        ExecutorService workers = Executors.newFixedThreadPool(3);
        try {
            for (Future<?> worker : IntStream.range(0, 3)
                    .mapToObj(number -> workers.submit(() -> work(number, messages, worked, completed)))
                    .toList()) {
                worker.get();
            }
        } finally {
            workers.shutdownNow();
        }
        assertThat(worked).hasSize(messages);
        assertThat(completed)
                .allSatisfy((body, times) -> assertThat(times).as(body).isEqualTo(1));
        assertThat(direct.receive(LONG)).isEmpty();
    }

    private Void work(int number, int messages, Map<String, Integer> worked, Map<String, Integer> completed)
            throws Exception {
        try (FaultyProxy bad = new FaultyProxy(AZURITE.server().queuePort(), FaultyProxy.oneIn(4, number, ALL))) {
            WorkQueue mine = open(bad.port(), MANY_ATTEMPTS);
            int idle = 0;
            while (idle < 40) {
                Optional<Delivery> delivery = mine.receive(Duration.ofSeconds(2));
                idle = delivery.isPresent() ? 0 : idle + 1;
                if (delivery.isPresent()) {
                    String body = delivery.get().body();
                    worked.merge(body, 1, Integer::sum);
                    if (delivery.get().extend(Duration.ofSeconds(2))
                            && delivery.get().complete()) {
                        completed.merge(body, 1, Integer::sum);
                    }
                } else {
                    Thread.sleep(100);
                }
            }
            return null;
        }
    }

    @Test
    void aQueueThatNeverAnswersRightIsTriedAsOftenAsItsOptionSays() throws IOException {
        try (FaultyProxy bad = new FaultyProxy(AZURITE.server().queuePort(), (method, path) -> Fault.ERROR)) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> open(bad.port(), 3))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            assertThat(bad.done()).containsEntry(Fault.ERROR, 3);
        }
    }

    private Delivery awaitMessage() throws IOException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < deadline) {
            Optional<Delivery> delivery = direct.receive(LONG);
            if (delivery.isPresent()) {
                return delivery.get();
            }
        }
        throw new AssertionError("the message did not come again");
    }
}
