package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.testing.storage.CountingBlobStore;
import dev.recommender.testing.storage.CountingBlobStore.Call;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Times here are made up: the store has one clock, each process another. */
class BlobWorkQueueTest {
    private static final String FOLDER = "queues/training";
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final ManualClock storeClock = new ManualClock();
    private final ManualClock here = new ManualClock();
    private final BlobStore store = new MemoryBlobStore(storeClock);
    private final WorkQueue queue = queue(store, here);

    private static WorkQueue queue(BlobStore store, ManualClock clock) {
        return new BlobWorkQueue(store, FOLDER, clock, clock);
    }

    private void pass(Duration time) {
        storeClock.advance(time);
        here.advance(time);
    }

    @Test
    void theLayoutIsReadable() throws IOException {
        queue.send("{\"modelId\":\"m1\"}");
        queue.receive(MINUTE);
        List<BlobInfo> blobs = store.list("", "", 10);
        assertThat(blobs)
                .hasSize(2)
                .allSatisfy(blob -> assertThat(blob.key())
                        .matches("queues/training/20260101T000000000-[0-9a-f-]{18}\\+000000000[12]"));
        assertThat(text(blobs.get(0))).startsWith("sent ").endsWith("\n0 0\n{\"modelId\":\"m1\"}");
        assertThat(text(blobs.get(1))).startsWith("received ").endsWith("\n60000 1\n");
    }

    /** The receiver's clock is an hour ahead of the store's, and the sender's an hour behind. */
    @Test
    void clocksThatDisagreeDoNotMatter() throws IOException {
        ManualClock ahead = new ManualClock();
        ahead.advance(Duration.ofHours(1));
        storeClock.advance(Duration.ofMinutes(59));
        WorkQueue sender = queue(store, here);
        WorkQueue receiver = queue(store, ahead);
        sender.send("delayed", MINUTE);
        sender.send("x");
        Delivery delivery = receiver.receive(MINUTE).orElseThrow();
        assertThat(delivery.body()).isEqualTo("x");
        assertThat(sender.receive(MINUTE)).isEmpty();
        for (int second = 0; second < 59; second++) {
            pass(Duration.ofSeconds(1));
            ahead.advance(Duration.ofSeconds(1));
            assertThat(sender.receive(MINUTE)).isEmpty();
            assertThat(receiver.receive(MINUTE)).isEmpty();
        }
        assertThat(delivery.extend(MINUTE)).isTrue();
        pass(Duration.ofSeconds(4));
        assertThat(sender.receive(MINUTE).orElseThrow().body()).isEqualTo("delayed");
        assertThat(sender.receive(MINUTE)).isEmpty();
        pass(MINUTE);
        assertThat(sender.receive(MINUTE).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void aClockThatJumpsIsNoticed() throws IOException {
        queue.send("x");
        Delivery delivery = queue.receive(Duration.ofMinutes(15)).orElseThrow();
        WorkQueue other = queue(store, here);
        assertThat(other.receive(MINUTE)).isEmpty();
        here.advance(Duration.ofDays(1));
        assertThat(other.receive(MINUTE)).isEmpty();
        ManualClock back = new ManualClock();
        back.advance(Duration.ofHours(5));
        WorkQueue jumping = queue(store, back);
        assertThat(jumping.receive(MINUTE)).isEmpty();
        assertThat(delivery.attempt()).isEqualTo(1);
    }

    /** Its own clock counts from any moment, here from the epoch, as a steady clock may. */
    @Test
    void aProcessThatHasJustBegunKnowsTheTime() throws IOException {
        queue.send("x");
        assertThat(queue.receive(MINUTE)).isPresent();
        pass(Duration.ofSeconds(61));
        assertThat(new BlobWorkQueue(store, FOLDER, here, () -> Instant.EPOCH).receive(MINUTE))
                .isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(new BlobWorkQueue(store, FOLDER, here, () -> Instant.EPOCH).receive(MINUTE))
                .isPresent();
    }

    @Test
    void attemptsAreCountedAcrossProcesses() throws IOException {
        queue.send("x");
        for (int attempt = 1; attempt <= 12; attempt++) {
            Delivery delivery = queue(store, here).receive(MINUTE).orElseThrow();
            assertThat(delivery.attempt()).isEqualTo(attempt);
            if (attempt % 3 == 0) {
                assertThat(delivery.abandon(Duration.ZERO)).isTrue();
            } else if (attempt % 3 == 1) {
                assertThat(delivery.extend(MINUTE)).isTrue();
                pass(Duration.ofSeconds(63));
            } else {
                pass(Duration.ofSeconds(63));
            }
        }
    }

    @Test
    void aLongDeliveryLeavesFewBlobs() throws IOException {
        queue.send("x");
        Delivery delivery = queue.receive(MINUTE).orElseThrow();
        for (int beat = 0; beat < 500; beat++) {
            pass(Duration.ofSeconds(20));
            assertThat(delivery.extend(MINUTE)).isTrue();
            assertThat(store.list("", "", 100)).hasSizeLessThan(8);
        }
        assertThat(delivery.complete()).isTrue();
        assertThat(store.list("", "", 100)).isEmpty();
    }

    @Test
    void pollingCostsOneListingHoweverManyMessagesAreHidden() throws IOException {
        CountingBlobStore counting = new CountingBlobStore(store);
        WorkQueue polling = queue(counting, here);
        assertThat(polling.receive(MINUTE)).isEmpty();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L));
        for (int message = 0; message < 200; message++) {
            queue.send("taken " + message);
            queue.send("delayed " + message, Duration.ofMinutes(15));
            queue.receive(Duration.ofMinutes(15)).orElseThrow();
        }
        counting.reset();
        assertThat(polling.receive(MINUTE)).isEmpty();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.GET, 400L, Call.PUT, 1L, Call.INFO, 1L));
        counting.reset();
        for (int poll = 0; poll < 50; poll++) {
            pass(Duration.ofSeconds(1));
            assertThat(polling.receive(MINUTE)).isEmpty();
        }
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 50L));
        assertThat(counting.openStreams()).isZero();
    }

    @Test
    void callsCostWhatTheyAreSaidTo() throws IOException {
        CountingBlobStore counting = new CountingBlobStore(store);
        WorkQueue counted = queue(counting, here);
        counted.send("x");
        assertThat(counting.calls()).isEqualTo(Map.of(Call.CREATE, 1L));
        counting.reset();
        Delivery delivery = counted.receive(MINUTE).orElseThrow();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 2L, Call.GET, 2L, Call.CREATE, 1L));
        counting.reset();
        delivery.extend(MINUTE);
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.CREATE, 1L));
        counting.reset();
        delivery.complete();
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.CREATE, 1L, Call.DELETE, 4L));
        counting.reset();
        counted.send("y");
        Delivery abandoned = counted.receive(MINUTE).orElseThrow();
        counting.reset();
        abandoned.abandon(Duration.ZERO);
        assertThat(counting.calls()).isEqualTo(Map.of(Call.LIST, 1L, Call.CREATE, 1L));
    }

    @Test
    @Tag("slow")
    void moreMessagesThanAPageAreFound() throws IOException {
        for (int message = 0; message < 1100; message++) {
            queue.send("hidden", Duration.ofMinutes(15));
        }
        pass(MINUTE);
        queue.send("last");
        assertThat(queue.receive(MINUTE).orElseThrow().body()).isEqualTo("last");
        pass(Duration.ofMinutes(15));
        assertThat(queue.receive(MINUTE).orElseThrow().body()).isEqualTo("hidden");
    }

    /** The receiver stops before it takes the message. Then another receiver takes it, completes it and removes it. */
    @Test
    void aReceiverThatStoppedBeforeTheMessageWasCompletedGetsNothing() throws IOException {
        queue.send("x");
        List<String> meanwhile = new ArrayList<>();
        BlobStore stopping = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                meanwhile.add(key);
                Delivery other = queue.receive(MINUTE).orElseThrow();
                other.extend(MINUTE);
                assertThat(other.complete()).isTrue();
                return super.create(key, content);
            }
        };
        assertThat(queue(stopping, here).receive(MINUTE)).isEmpty();
        assertThat(meanwhile).hasSize(1);
        assertThat(store.list("", "", 10)).isEmpty();
    }

    /** The receiver stops until versions may have been removed; then it does not know, and lists again. */
    @Test
    void aReceiverThatStoppedForLongDoesNotTrustWhatItSaw() throws IOException {
        queue.send("x");
        List<Delivery> others = new ArrayList<>();
        BlobStore stopping = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                if (others.isEmpty()) {
                    others.add(queue.receive(MINUTE).orElseThrow());
                    for (int beat = 0; beat < 10; beat++) {
                        pass(Duration.ofSeconds(30));
                        assertThat(others.get(0).extend(MINUTE)).isTrue();
                    }
                    assertThat(store.info(key)).isEmpty();
                }
                return super.create(key, content);
            }
        };
        WorkQueue late = queue(stopping, here);
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> late.receive(MINUTE));
        assertThat(late.receive(MINUTE)).isEmpty();
        assertThat(others.get(0).complete()).isTrue();
        assertThat(late.receive(MINUTE)).isEmpty();
    }

    @Test
    void aDeliveryWhoseVisibilityHasRunOutIsOverEvenIfNobodyElseCame() throws IOException {
        queue.send("x");
        Delivery delivery = queue.receive(MINUTE).orElseThrow();
        pass(MINUTE);
        assertThat(delivery.complete()).isFalse();
        assertThat(delivery.extend(MINUTE)).isFalse();
        pass(Duration.ofSeconds(3));
        assertThat(queue.receive(MINUTE).orElseThrow().attempt()).isEqualTo(2);
    }

    /** Each call creates what it should, but its reply is lost, and then nothing can be read for a while. */
    @Test
    void aCallWhoseOutcomeIsUnknownCanBeMadeAgain() throws IOException {
        boolean[] down = {true};
        BlobStore failing = new ForwardingBlobStore(store) {
            @Override
            public boolean create(String key, BlobContent content) throws IOException {
                boolean created = super.create(key, content);
                if (down[0]) {
                    throw new IOException("the reply is lost");
                }
                return created;
            }

            @Override
            public InputStream get(String key, long offset) throws IOException {
                if (down[0] && !key.endsWith("1")) {
                    throw new IOException("unreachable");
                }
                return super.get(key, offset);
            }
        };
        queue.send("x");
        WorkQueue unlucky = queue(failing, here);
        Delivery delivery = secondTime(down, () -> unlucky.receive(MINUTE)).orElseThrow();
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(secondTime(down, () -> delivery.extend(MINUTE))).isTrue();
        assertThat(secondTime(down, delivery::complete)).isTrue();
        assertThat(delivery.complete()).isFalse();
        assertThat(store.list("", "", 10)).isEmpty();
    }

    private static <T> T secondTime(boolean[] down, IOSupplier<T> call) throws IOException {
        down[0] = true;
        assertThatExceptionOfType(IOException.class).isThrownBy(call::get);
        down[0] = false;
        return call.get();
    }

    @Test
    void aDamagedMessageIsToldOfAndDoesNotKeepTheOthersBack() throws IOException {
        queue.send("damaged");
        String key = store.list("", "", 1).get(0).key();
        store.put(key, BlobContent.of("x".repeat(50)));
        here.advance(Duration.ofSeconds(1));
        queue.send("whole");
        assertThat(queue.receive(MINUTE).orElseThrow().body()).isEqualTo("whole");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> queue.receive(MINUTE))
                .withMessageContaining(key);
    }

    @Test
    void otherBlobsOfTheFolderAreNoMessages() throws IOException {
        for (String key : List.of("/a", "/a+1", "/clock", "/z+000000000x", "-other/a+0000000001")) {
            store.put(FOLDER + key, BlobContent.of("x"));
        }
        assertThat(queue.receive(MINUTE)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> BlobWorkQueue.in(store, "../x"));
        assertThatIllegalArgumentException().isThrownBy(() -> BlobWorkQueue.in(store, "a/".repeat(75) + "b"));
    }

    private String text(BlobInfo blob) throws IOException {
        return new String(store.get(blob.key()).readAllBytes(), StandardCharsets.UTF_8);
    }
}
