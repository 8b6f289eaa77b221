package dev.recommender.testing.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link WorkQueue} promises. An adapter's test extends this and opens an empty queue.
 *
 * <p>Times are real. Nothing here fails because a queue, or the machine that it runs on, stands still for less than
 * {@link #LIMIT}. A queue may be early by {@link #SLACK}, since services round.
 */
@Tag("slow")
public abstract class WorkQueueContract {
    /** How long a test waits for what must happen. */
    protected static final Duration LIMIT = Duration.ofSeconds(30);

    /** By how much a queue may deliver too early. */
    protected static final Duration SLACK = Duration.ofSeconds(1);

    /** A visibility that no test outlives. */
    private static final Duration LONG = WorkQueue.MAX_DELAY;

    private static final Duration SECOND = Duration.ofSeconds(1);

    private WorkQueue queue;

    /** A queue without messages; each call's queue is apart from the others'. */
    protected abstract WorkQueue openEmptyQueue() throws IOException;

    /** The queue that {@link #openEmptyQueue} gave last, opened once more as another process would; else the same object. */
    protected abstract WorkQueue openSameQueue() throws IOException;

    @BeforeEach
    void openQueue() throws IOException {
        queue = openEmptyQueue();
    }

    @AfterEach
    void closeQueue() throws IOException {
        queue.close();
    }

    @Test
    void anEmptyQueueDeliversNothing() throws IOException {
        assertThat(queue.receive(SECOND)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aMessageComesAsItWasSent(String body) throws Exception {
        queue.send(body);
        Delivery delivery = await();
        assertThat(delivery.body()).isEqualTo(body);
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.id()).isNotEmpty();
    }

    static Stream<String> bodies() {
        return Stream.of(
                "x",
                " ",
                "{\"modelId\":\"0b7f\"}",
                "two\nlines\tand a tab",
                "<a>&amp;&#10;]]>%41+\\u0041",
                "Gr\u00FC\u00DFe, \u4F60\u597D, \uD83D\uDE80",
                "\u00E4".repeat(WorkQueue.MAX_BODY / 2),
                "x".repeat(WorkQueue.MAX_BODY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nul \u0000", "bell \u0007", "escape \u001B", "half \uD83D", "none \uFFFF", "none \uFFFE"})
    void aBodyThatNotEveryQueueTakesIsRefused(String body) throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> queue.send(body));
        assertThat(queue.receive(SECOND)).isEmpty();
    }

    @Test
    void aBodyIsMeasuredInBytes() throws IOException {
        assertThatIllegalArgumentException().isThrownBy(() -> queue.send("x".repeat(WorkQueue.MAX_BODY + 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> queue.send("\u00E4".repeat(WorkQueue.MAX_BODY / 2) + "x"));
        assertThat(queue.receive(SECOND)).isEmpty();
    }

    @Test
    void timesOutOfRangeAreRefusedAndChangeNothing() throws Exception {
        Duration tooLong = WorkQueue.MAX_DELAY.plusSeconds(1);
        Duration negative = Duration.ofMillis(-1);
        assertThatIllegalArgumentException().isThrownBy(() -> queue.send("x", tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> queue.send("x", negative));
        assertThat(queue.receive(SECOND)).isEmpty();
        queue.send("x");
        for (Duration visibility : List.of(tooLong, Duration.ofMillis(999), Duration.ZERO, negative)) {
            assertThatIllegalArgumentException().isThrownBy(() -> queue.receive(visibility));
        }
        Delivery delivery = await();
        for (Duration visibility : List.of(tooLong, Duration.ofMillis(999), Duration.ZERO, negative)) {
            assertThatIllegalArgumentException().isThrownBy(() -> delivery.extend(visibility));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> delivery.abandon(tooLong));
        assertThatIllegalArgumentException().isThrownBy(() -> delivery.abandon(negative));
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(delivery.complete()).isTrue();
    }

    @Test
    void aDelayedMessageComesNoEarlier() throws Exception {
        Duration delay = Duration.ofSeconds(3);
        long sent = System.nanoTime();
        queue.send("later", delay);
        queue.send("now");
        Set<String> bodies = new HashSet<>();
        for (int message = 0; message < 2; message++) {
            String body = await().body();
            if (body.equals("later")) {
                assertThat(since(sent)).isGreaterThan(delay.minus(SLACK));
            }
            bodies.add(body);
        }
        assertThat(bodies).containsExactlyInAnyOrder("now", "later");
    }

    @Test
    void aDeliveredMessageIsHiddenFromAll() throws Exception {
        queue.send("x");
        Delivery delivery = await();
        WorkQueue other = openSameQueue();
        staysEmpty(SECOND, queue, other);
        assertThat(delivery.complete()).isTrue();
    }

    @Test
    void aLapsedDeliveryIsFollowedByAnotherAndIsOver() throws Exception {
        queue.send("x");
        long received = System.nanoTime();
        Delivery first = await(Duration.ofSeconds(2));
        Delivery second = await();
        assertThat(since(received)).isGreaterThan(Duration.ofSeconds(2).minus(SLACK));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.body()).isEqualTo("x");
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(first.attempt()).isEqualTo(1);
        isOver(first);
        staysEmpty(SECOND, queue);
        assertThat(second.complete()).isTrue();
    }

    @Test
    void anExtendedDeliveryGoesOn() throws Exception {
        queue.send("x");
        Held held = hold((delivery, visibility) -> delivery.extend(visibility) && delivery.extend(LONG));
        staysEmpty(held.visibility().multipliedBy(2).plus(SLACK), queue);
        assertThat(held.delivery().complete()).isTrue();
    }

    @Test
    void anExtensionCountsFromNow() throws Exception {
        queue.send("x");
        Delivery delivery = await(LONG);
        assertThat(delivery.extend(SECOND)).isTrue();
        Delivery next = await();
        assertThat(next.attempt()).isEqualTo(2);
        isOver(delivery);
    }

    @Test
    void aCompletedMessageNeverComesAgain() throws Exception {
        queue.send("x");
        Held held = hold((delivery, visibility) -> delivery.complete());
        isOver(held.delivery());
        staysEmpty(held.visibility().plus(SLACK), queue, openSameQueue());
    }

    @Test
    void anAbandonedMessageComesAgain() throws Exception {
        queue.send("x");
        String id = "";
        for (int attempt = 1; attempt <= 4; attempt++) {
            Delivery delivery = await();
            id = attempt == 1 ? delivery.id() : id;
            assertThat(delivery.id()).isEqualTo(id);
            assertThat(delivery.attempt()).isEqualTo(attempt);
            assertThat(delivery.body()).isEqualTo("x");
            assertThat(delivery.abandon(Duration.ZERO)).isTrue();
            isOver(delivery);
        }
        assertThat(await().complete()).isTrue();
    }

    @Test
    void anAbandonedMessageStaysHiddenForItsDelay() throws Exception {
        Duration delay = Duration.ofSeconds(3);
        queue.send("x");
        Delivery delivery = await();
        long abandoned = System.nanoTime();
        assertThat(delivery.abandon(delay)).isTrue();
        Delivery next = await();
        assertThat(since(abandoned)).isGreaterThan(delay.minus(SLACK));
        assertThat(next.attempt()).isEqualTo(2);
    }

    @Test
    void identifiersAreUniqueAndEachMessageIsDeliveredOnceAtATime() throws Exception {
        Set<String> bodies = new HashSet<>();
        for (int message = 0; message < 20; message++) {
            queue.send("same");
            queue.send("message " + message);
            bodies.add("message " + message);
        }
        Set<String> ids = new HashSet<>();
        for (int message = 0; message < 40; message++) {
            Delivery delivery = await();
            assertThat(ids.add(delivery.id())).isTrue();
            assertThat(delivery.body().equals("same") || bodies.remove(delivery.body()))
                    .isTrue();
        }
        assertThat(bodies).isEmpty();
        assertThat(queue.receive(SECOND)).isEmpty();
    }

    @Test
    void olderMessagesComeRoughlyFirst() throws Exception {
        int messages = 30;
        for (int message = 0; message < messages; message++) {
            queue.send(Integer.toString(message));
            Thread.sleep(3); // older by more than the resolution of clocks
        }
        List<Integer> order = new ArrayList<>();
        for (int message = 0; message < messages; message++) {
            order.add(Integer.valueOf(await().body()));
        }
        double early = order.subList(0, 10).stream().mapToInt(i -> i).average().orElseThrow();
        double late = order.subList(20, 30).stream().mapToInt(i -> i).average().orElseThrow();
        assertThat(early).as("means of the first and last third of %s", order).isLessThan(late);
    }

    @Test
    void messagesOutliveTheirSenderAndReceiver() throws Exception {
        WorkQueue other = openSameQueue();
        other.send("x");
        other.close();
        assertThat(await(SECOND).body()).isEqualTo("x");
        queue.close();
        queue = openSameQueue();
        Delivery delivery = await();
        assertThat(delivery.body()).isEqualTo("x");
        assertThat(delivery.attempt()).isEqualTo(2);
    }

    @Test
    void queuesAreApart() throws Exception {
        queue.send("mine");
        WorkQueue other = openEmptyQueue();
        assertThat(other.receive(SECOND)).isEmpty();
        other.close();
        assertThat(await().body()).isEqualTo("mine");
    }

    @Test
    void ofSeveralThreadsOneEndsADelivery() throws Exception {
        queue.send("x");
        Delivery delivery = await();
        assertThat(truths(8, delivery::complete)).isEqualTo(1);
        staysEmpty(SECOND, queue);
    }

    /** Eight receivers, which give some messages back; in the end each was completed once. */
    @Test
    void severalReceiversShareTheMessages() throws Exception {
        int messages = 60;
        for (int message = 0; message < messages; message++) {
            queue.send("message " + message);
        }
        Map<String, String> inHand = new ConcurrentHashMap<>();
        Map<String, Integer> completed = new ConcurrentHashMap<>();
        List<String> twice = new ArrayList<>();
        AtomicLong lastSeen = new AtomicLong();
        truths(8, () -> {
            WorkQueue mine = openSameQueue();
            lastSeen.set(System.nanoTime());
            while (completed.size() < messages && since(lastSeen.get()).compareTo(LIMIT) < 0) {
                Optional<Delivery> delivery = mine.receive(LONG);
                if (delivery.isEmpty()) {
                    Thread.sleep(20);
                    continue;
                }
                lastSeen.set(System.nanoTime());
                Delivery taken = delivery.get();
                if (inHand.put(taken.id(), taken.body()) != null) {
                    synchronized (twice) {
                        twice.add(taken.body());
                    }
                }
                boolean done = taken.attempt() > 1 || taken.body().hashCode() % 3 != 0;
                inHand.remove(taken.id());
                if (done && taken.complete()) {
                    completed.merge(taken.body(), 1, Integer::sum);
                } else if (!done) {
                    taken.abandon(Duration.ZERO);
                }
            }
            return true;
        });
        assertThat(twice).isEmpty();
        assertThat(completed)
                .hasSize(messages)
                .allSatisfy((body, times) -> assertThat(times).as(body).isEqualTo(1));
        assertThat(queue.receive(SECOND)).isEmpty();
    }

    /** The next message, for a long time. */
    protected Delivery await() throws Exception {
        return await(LONG);
    }

    private Delivery await(Duration visibility) throws Exception {
        long start = System.nanoTime();
        while (since(start).compareTo(LIMIT) < 0) {
            Optional<Delivery> delivery = queue.receive(visibility);
            if (delivery.isPresent()) {
                return delivery.get();
            }
            Thread.sleep(20);
        }
        throw new AssertionError("no message within " + LIMIT);
    }

    private interface Deed {
        /**
         * Does something with a delivery of such a visibility. Returns whether the delivery was still in force then.
         */
        boolean on(Delivery delivery, Duration visibility) throws IOException;
    }

    private record Held(Delivery delivery, Duration visibility) {}

    /**
     * Does something with a delivery before it lapses. If it has lapsed already, the next delivery may take twice as
     * long, since this test is not about a process that stood still.
     */
    private Held hold(Deed deed) throws Exception {
        for (Duration visibility = SECOND.multipliedBy(2); ; visibility = visibility.multipliedBy(2)) {
            long start = System.nanoTime();
            Delivery delivery = await(visibility);
            if (deed.on(delivery, visibility)) {
                return new Held(delivery, visibility);
            }
            assertThat(since(start)).as("a delivery was over").isGreaterThan(visibility.minus(SLACK));
            assertThat(visibility).as("none was held for so long").isLessThan(LIMIT);
        }
    }

    private static void staysEmpty(Duration time, WorkQueue... queues) throws Exception {
        long start = System.nanoTime();
        while (since(start).compareTo(time) < 0) {
            for (WorkQueue queue : queues) {
                assertThat(queue.receive(SECOND)).isEmpty();
            }
            Thread.sleep(50);
        }
    }

    private static void isOver(Delivery delivery) throws IOException {
        assertThat(delivery.extend(LONG)).isFalse();
        assertThat(delivery.abandon(Duration.ZERO)).isFalse();
        assertThat(delivery.complete()).isFalse();
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    /** How many of the threads that make a call at once get true. */
    private static int truths(int threads, Callable<Boolean> call) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Boolean>> results = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                results.add(executor.submit(() -> {
                    start.await();
                    return call.call();
                }));
            }
            int truths = 0;
            for (Future<Boolean> result : results) {
                truths += result.get() ? 1 : 0;
            }
            return truths;
        } finally {
            executor.shutdownNow();
        }
    }
}
