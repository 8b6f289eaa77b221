package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.testing.storage.FaultyBlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import dev.recommender.testing.storage.Increments;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A queue on a store that fails, and whose users stop at any point. */
class BlobWorkQueueFaultsTest {
    private static final String FOLDER = "queues/training";
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(15);

    enum Death {
        BEFORE,
        AFTER
    }

    /** A store that a process has until it dies: at its n-th change, before or after that is made. */
    private static final class Mortal extends ForwardingBlobStore {
        private final Death death;
        private int left;

        Mortal(BlobStore store, int changes, Death death) {
            super(store);
            this.left = changes;
            this.death = death;
        }

        boolean isDead() {
            return left < 0;
        }

        @Override
        public boolean create(String key, BlobContent content) throws IOException {
            before();
            boolean created = super.create(key, content);
            after();
            return created;
        }

        @Override
        public void put(String key, BlobContent content) throws IOException {
            before();
            super.put(key, content);
            after();
        }

        @Override
        public boolean delete(String key) throws IOException {
            before();
            boolean deleted = super.delete(key);
            after();
            return deleted;
        }

        private void before() throws IOException {
            if (death == Death.BEFORE && left == 0) {
                left = -1;
            }
            if (isDead()) {
                throw new IOException("dead");
            }
        }

        private void after() throws IOException {
            left--;
            if (isDead()) {
                throw new IOException("dead");
            }
        }
    }

    /** Whatever change its last one is: a message that was sent and not completed comes again, a completed one never. */
    @ParameterizedTest
    @EnumSource(Death.class)
    @Tag("slow")
    void aProcessMayDieAtAnyChange(Death death) throws IOException {
        boolean survived = false;
        for (int changes = 0; !survived; changes++) {
            ManualClock clock = new ManualClock();
            BlobStore store = new MemoryBlobStore(clock);
            Mortal mortal = new Mortal(store, changes, death);
            Map<String, Integer> attempts = new HashMap<>();
            Set<String> sent = ConcurrentHashMap.newKeySet();
            Set<String> completed = ConcurrentHashMap.newKeySet();
            live(new BlobWorkQueue(mortal, FOLDER, clock, clock), clock, mortal, sent, completed, attempts);
            survived = !mortal.isDead();

            clock.advance(LONG);
            clock.advance(MINUTE);
            WorkQueue heir = new BlobWorkQueue(store, FOLDER, clock, clock);
            String what = "death " + death + " change " + changes;
            for (Optional<Delivery> next = heir.receive(LONG); next.isPresent(); next = heir.receive(LONG)) {
                String body = next.get().body();
                assertThat(completed).as(what).doesNotContain(body);
                assertThat(next.get().attempt()).as(what).isGreaterThan(attempts.getOrDefault(body, 0));
                assertThat(next.get().complete()).as(what).isTrue();
                completed.add(body);
            }
            assertThat(completed).as(what).containsAll(sent);
            assertThat(store.list("", "", 10))
                    .as(what)
                    .extracting(BlobInfo::key)
                    .isSubsetOf(FOLDER + "/clock");
        }
    }

    /** A short life of a process: sends, receives, extends, gives back, lets lapse, completes. */
    private static void live(
            WorkQueue queue,
            ManualClock clock,
            Mortal mortal,
            Set<String> sent,
            Set<String> completed,
            Map<String, Integer> attempts) {
        try {
            for (String body : new String[] {"one", "two", "three"}) {
                queue.send(body);
                sent.add(body);
                clock.advance(Duration.ofSeconds(1));
            }
            for (int round = 0; round < 5; round++) {
                Delivery delivery = queue.receive(MINUTE).orElseThrow();
                attempts.merge(delivery.body(), 1, Integer::sum);
                clock.advance(Duration.ofSeconds(40));
                assertThat(delivery.extend(MINUTE)).isTrue();
                clock.advance(Duration.ofSeconds(40));
                assertThat(delivery.extend(MINUTE)).isTrue();
                if (round == 0) {
                    assertThat(delivery.abandon(Duration.ZERO)).isTrue();
                } else if (round == 1) {
                    clock.advance(Duration.ofSeconds(63));
                } else {
                    // From here on the message may be gone, whether or not the process lives to learn it.
                    sent.remove(delivery.body());
                    assertThat(delivery.complete()).isTrue();
                    completed.add(delivery.body());
                }
            }
        } catch (IOException e) {
            assertThat(mortal.isDead()).isTrue();
        }
    }

    /** Six threads over a store that fails, loses replies and cuts reads short: each message is completed once. */
    @Test
    @Tag("slow")
    void messagesAreCompletedOnceWhenTheStoreIsFaulty() throws Exception {
        int messages = 1_000;
        FaultyBlobStore faulty = new FaultyBlobStore(new MemoryBlobStore(), 11, FaultyBlobStore.Rates.OFTEN);
        WorkQueue sender = BlobWorkQueue.in(faulty, FOLDER);
        for (int message = 0; message < messages; ) {
            try {
                sender.send("message " + message);
                message++;
            } catch (IOException e) {
                // Whether it was sent is unknown: it is sent again, under the same name.
            }
        }
        Set<String> inHand = ConcurrentHashMap.newKeySet();
        Map<String, String> completed = new ConcurrentHashMap<>();
        ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
        Increments.together(6, thread -> {
            WorkQueue queue = BlobWorkQueue.in(faulty, FOLDER);
            while (wrong.isEmpty() && completed.values().stream().distinct().count() < messages) {
                try {
                    Optional<Delivery> next = queue.receive(LONG);
                    if (next.isPresent()) {
                        work(next.get(), inHand, completed, wrong);
                    }
                } catch (IOException e) {
                    // The next call shows whether it happened.
                }
            }
        });
        assertThat(wrong).isEmpty();
        faulty.rates(FaultyBlobStore.Rates.NEVER);
        assertThat(BlobWorkQueue.in(faulty, FOLDER).receive(MINUTE)).isEmpty();
    }

    private static void work(
            Delivery delivery, Set<String> inHand, Map<String, String> completed, ConcurrentLinkedQueue<String> wrong) {
        if (!inHand.add(delivery.id())) {
            wrong.add("in two hands: " + delivery.id());
        }
        if (completed.containsKey(delivery.id())) {
            wrong.add("delivered after completion: " + delivery.id());
        }
        boolean giveBack = delivery.attempt() == 1 && delivery.id().hashCode() % 5 == 0;
        while (true) {
            try {
                if (!delivery.extend(LONG)) {
                    wrong.add("over too early: " + delivery.id());
                }
                break;
            } catch (IOException e) {
                // Once more.
            }
        }
        inHand.remove(delivery.id());
        while (true) {
            try {
                if (giveBack) {
                    delivery.abandon(Duration.ZERO);
                } else if (delivery.complete()) {
                    completed.put(delivery.id(), delivery.body());
                } else {
                    wrong.add("not completed: " + delivery.id());
                }
                return;
            } catch (IOException e) {
                // Once more.
            }
        }
    }
}
