package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.storage.Delivery;
import dev.recommender.storage.IOFunction;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a queue does when the way to the server breaks: no message is lost or doubled, and it comes to an end. */
@Timeout(180)
@Tag("servers")
class SqsWireFaultsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @RegisterExtension
    static final ElasticMq ELASTICMQ = new ElasticMq();

    private final String name = "faults-" + UUID.randomUUID();

    private SqsWorkQueue.Builder builder(int port) {
        return SqsWorkQueue.builder(name)
                .client(ElasticMq.Server.client(port))
                .receiveWait(Duration.ZERO)
                .attempts(10);
    }

    private WorkQueue open(int port) throws IOException {
        return builder(port).open();
    }

    @ParameterizedTest
    @EnumSource(names = {"LOSE_ANSWER", "ERROR_AFTER", "CUT_ANSWER", "TRUNCATE_ANSWER"})
    void aMessageIsNotDoubledWhenNobodyKnowsWhetherItWasSent(Fault fault) throws IOException {
        ELASTICMQ.server().createQueue(name);
        AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
        try (FaultyProxy proxy =
                        new FaultyProxy(ELASTICMQ.server().port(), (method, path) -> next.getAndSet(Fault.NONE));
                WorkQueue queue = open(proxy.port())) {
            next.set(fault);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> queue.send("x"))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.UNAVAILABLE));
            assertThat(queue.receive(MINUTE).orElseThrow().body()).isEqualTo("x");
            assertThat(queue.receive(MINUTE)).isEmpty();
        }
    }

    @Test
    void aMessageThatWasRefusedForTheMomentIsSentAgain() throws IOException {
        ELASTICMQ.server().createQueue(name);
        AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
        try (FaultyProxy proxy =
                        new FaultyProxy(ELASTICMQ.server().port(), (method, path) -> next.getAndSet(Fault.NONE));
                WorkQueue queue = open(proxy.port())) {
            next.set(Fault.SLOW_DOWN);
            queue.send("x");
            assertThat(queue.receive(MINUTE).orElseThrow().body()).isEqualTo("x");
            assertThat(queue.receive(MINUTE)).isEmpty();
            assertThat(proxy.done()).containsEntry(Fault.SLOW_DOWN, 1);
        }
    }

    static Stream<IOFunction<Delivery, Boolean>> steps() {
        return Stream.of(
                delivery -> delivery.extend(MINUTE), Delivery::complete, delivery -> delivery.abandon(Duration.ZERO));
    }

    /** The second refusal arrives when the time of the delivery is up; the service would still do what it is asked for. */
    @ParameterizedTest
    @MethodSource("steps")
    void aDeliveryThatIsOverIsNotAskedForAgain(IOFunction<Delivery, Boolean> step) throws IOException {
        ELASTICMQ.server().createQueue(name);
        AtomicLong now = new AtomicLong();
        AtomicInteger requests = new AtomicInteger();
        AtomicBoolean refusing = new AtomicBoolean();
        try (FaultyProxy proxy = new FaultyProxy(ELASTICMQ.server().port(), (method, path) -> {
                    if (!refusing.get()) {
                        return Fault.NONE;
                    }
                    if (requests.incrementAndGet() == 2) {
                        now.addAndGet(MINUTE.toNanos());
                    }
                    return requests.get() > 2 ? Fault.NONE : Fault.SLOW_DOWN;
                });
                WorkQueue queue = builder(proxy.port()).nanoTime(now::get).open()) {
            queue.send("x");
            Delivery delivery = queue.receive(MINUTE).orElseThrow();
            refusing.set(true);
            assertThat(step.apply(delivery)).isFalse();
            assertThat(step.apply(delivery)).isFalse();
            assertThat(requests).hasValue(2);
        }
    }

    /** It may have been completed, so that neither answer would be right. */
    @Test
    void aCompletionThatIsInDoubtWhenTheDeliveryIsOverFails() throws IOException {
        ELASTICMQ.server().createQueue(name);
        AtomicReference<Fault> next = new AtomicReference<>(Fault.NONE);
        try (FaultyProxy proxy = new FaultyProxy(ELASTICMQ.server().port(), (method, path) -> next.get());
                WorkQueue queue = open(proxy.port())) {
            queue.send("x");
            Delivery delivery = queue.receive(Duration.ofSeconds(1)).orElseThrow();
            next.set(Fault.ERROR);
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(delivery::complete)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(StorageException.Kind.UNAVAILABLE));
            assertThat(delivery.complete()).isFalse();
        }
    }

    /** The message is gone after the first attempt, and of the answer that says so only half arrives at the second. */
    @ParameterizedTest
    @EnumSource(names = {"CUT_ANSWER", "TRUNCATE_ANSWER"})
    void aCompletionWhoseRefusalIsCutOffIsAskedForAgain(Fault fault) throws IOException {
        ELASTICMQ.server().createQueue(name);
        Deque<Fault> next = new ConcurrentLinkedDeque<>();
        try (FaultyProxy proxy = new FaultyProxy(
                        ELASTICMQ.server().port(),
                        (method, path) -> Objects.requireNonNullElse(next.poll(), Fault.NONE));
                WorkQueue queue = open(proxy.port())) {
            queue.send("x");
            Delivery delivery = queue.receive(MINUTE).orElseThrow();
            next.add(Fault.LOSE_ANSWER);
            next.add(fault);
            assertThat(delivery.complete()).isTrue();
            assertThat(proxy.done()).containsEntry(Fault.LOSE_ANSWER, 1).containsEntry(fault, 1);
            assertThat(queue.receive(MINUTE)).isEmpty();
        }
    }

    /** Whatever happens on the way, each message is completed by exactly one delivery. */
    @Test
    void everyMessageIsCompletedOnceThroughManyFaults() throws IOException {
        ELASTICMQ.server().createQueue(name);
        Set<String> sent = new TreeSet<>();
        List<String> completed = new ArrayList<>();
        try (WorkQueue direct = open(ELASTICMQ.server().port());
                FaultyProxy proxy = new FaultyProxy(
                        ELASTICMQ.server().port(),
                        FaultyProxy.oneIn(
                                3,
                                7,
                                Fault.DELAY,
                                Fault.CUT_REQUEST,
                                Fault.LOSE_ANSWER,
                                Fault.CUT_ANSWER,
                                Fault.TRUNCATE_ANSWER,
                                Fault.ERROR,
                                Fault.SLOW_DOWN,
                                Fault.ERROR_AFTER));
                WorkQueue queue = open(proxy.port())) {
            for (int message = 0; message < 40; message++) {
                direct.send("message " + message);
                sent.add("message " + message);
            }
            long deadline = System.nanoTime() + MINUTE.toNanos();
            while (completed.size() < sent.size() && System.nanoTime() < deadline) {
                // What an answer that was lost has hidden comes back when its visibility is over.
                Optional<Delivery> delivery = queue.receive(Duration.ofSeconds(3));
                if (delivery.isPresent() && delivery.get().complete()) {
                    completed.add(delivery.get().body());
                }
            }
            assertThat(completed).doesNotHaveDuplicates();
            assertThat(new TreeSet<>(completed)).isEqualTo(sent);
        }
    }
}
