package dev.recommender.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recommender.storage.MessageListing.ListedMessage;
import dev.recommender.storage.MessageState.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A queue on any store of blobs. Only {@link BlobStore#create} needs to be atomic. Shared freely between threads and
 * processes.
 *
 * <p>A message is a chain of immutable blobs {@code folder/id+0000000001}, {@code folder/id+0000000002} …, and the last
 * is its state. The first is the message as it was sent, and stays until the message is completed. To receive, extend,
 * abandon or complete a message is to create the next version, which only one writer can.
 *
 * <p>A process that is killed at any point has either made its step or not. A message whose receiver is gone is delivered
 * again when its visibility has run out. What is left of a completed message is removed by receivers after a minute.
 *
 * <p>The clocks of the processes need not agree. The store's times of its blobs decide whether a visibility or a delay has
 * run out. Two seconds are added, so a message comes that much later than it could. For its receiver a delivery is over
 * when its visibility has run out by the receiver's own clock, which is before.
 *
 * <p>Calls of the store, if nothing disturbs: {@code send} creates once. {@code receive} lists once when there is nothing to
 * receive, and once more for each thousand blobs. It reads each message version once, so messages that stay hidden cost
 * nothing more. While there are hidden messages it writes a blob and looks at it once a minute, to learn the store's time. To
 * take a message it reads once or twice, creates once and lists once. {@code extend} and {@code abandon} create once and list
 * once. {@code complete} also deletes the message's blobs, usually three.
 */
public final class BlobWorkQueue implements WorkQueue {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Duration CONTENTION_LIMIT = Duration.ofSeconds(15);
    private static final int MAX_CACHED = 10_000;
    private static final int MAX_FOLDER = 150;

    private final BlobStore store;
    private final String folder;
    private final StoreClock clock;
    private final InstantSource wall;

    /** The states of messages, by the keys of their newest versions: a blob that was read once need not be read again. */
    private final Cache<String, CachedState> cached =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    /** Deliveries that may or may not have begun. The next call of receive settles that. */
    private final Queue<BlobDelivery> unsettled = new ConcurrentLinkedQueue<>();

    private record CachedState(MessageState state, String nonce) {}

    /** A queue with other clocks of this process than the system's. */
    BlobWorkQueue(BlobStore store, String folder, InstantSource wall, InstantSource steady) {
        if (BlobKeys.check(folder).length() > MAX_FOLDER) {
            throw new IllegalArgumentException("folder has more than " + MAX_FOLDER + " characters: " + folder);
        }
        this.store = store;
        this.folder = folder;
        this.wall = wall;
        this.clock = new StoreClock(store, folder + "/clock", steady);
    }

    /**
     * The queue in a folder of a store, for example {@code queues/training}. Its blobs have keys that start with the folder and
     * a slash. No other blobs should have such keys. Closing the queue leaves the store open.
     *
     * @throws IllegalArgumentException if the folder is no key of blobs or longer than 150 characters
     */
    public static BlobWorkQueue in(BlobStore store, String folder) {
        long start = System.nanoTime();
        return new BlobWorkQueue(
                store, folder, InstantSource.system(), () -> Instant.EPOCH.plusNanos(System.nanoTime() - start));
    }

    @Override
    public void send(String body, Duration delay) throws IOException {
        WorkQueue.checkBody(body);
        WorkQueue.checkDelay(delay);
        Instant now = wall.instant();
        String base = folder + "/" + ID_TIME.format(now) + "-"
                + UUID.randomUUID().toString().substring(0, 18);
        ChainEntry entry = new MessageState(Step.SENT, delay, 0).entry(now, ChainEntry.NONE, body);
        if (!VersionChain.create(store, VersionChain.key(base, 1), entry)) {
            throw new IOException("there is a message \"" + base + "\" already");
        }
    }

    @Override
    public Optional<Delivery> receive(Duration visibility) throws IOException {
        WorkQueue.checkVisibility(visibility);
        for (BlobDelivery begun = unsettled.poll(); begun != null; begun = unsettled.poll()) {
            if (begin(begun, visibility)) {
                return Optional.of(begun);
            }
        }
        Instant start = clock.local();
        MessageListing listing = new MessageListing(store, folder, clock);
        @Nullable IOException failure = null;
        for (Optional<ListedMessage> message = listing.next(); message.isPresent(); message = listing.next()) {
            try {
                Optional<Delivery> taken = take(message.get(), visibility);
                if (taken.isPresent()) {
                    return taken;
                }
            } catch (IOException e) {
                // A damaged message must not hold up the others. A store that is down must not hold up the caller for
                // long.
                failure = e;
                if (Duration.between(start, clock.local()).compareTo(CONTENTION_LIMIT) > 0) {
                    break;
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return Optional.empty();
    }

    @Override
    public void close() {}

    private Optional<Delivery> take(ListedMessage listed, Duration visibility) throws IOException {
        BlobInfo newest = listed.newest();
        BlobMessage message = new BlobMessage(store, VersionChain.base(newest.key()), clock);
        if (!listed.isWhole()) {
            message.removeRemains(listed.versions());
            return Optional.empty();
        }
        try {
            CachedState last = state(newest.key());
            if (!isVisible(newest, last.state())) {
                return Optional.empty();
            }
            if (last.state().step() == Step.COMPLETED) {
                message.remove(listed.versions());
                return Optional.empty();
            }
            if (message.isStale(listed.readTime())) {
                Instant now = clock.local();
                List<BlobInfo> versions = message.versions();
                return versions.isEmpty() ? Optional.empty() : take(new ListedMessage(versions, now), visibility);
            }
            String body = MessageState.body(message.read(1));
            int attempt = last.state().attempt() + 1;
            long version = VersionChain.version(newest.key());
            BlobDelivery delivery = new BlobDelivery(message, body, attempt, version, last.nonce(), listed.readTime());
            return begin(delivery, visibility) ? Optional.of(delivery) : Optional.empty();
        } catch (BlobNotFoundException e) {
            // Another receiver was faster.
            return Optional.empty();
        }
    }

    private boolean begin(BlobDelivery delivery, Duration visibility) throws IOException {
        try {
            return delivery.begin(visibility);
        } catch (IOException e) {
            unsettled.add(delivery);
            throw e;
        }
    }

    private CachedState state(String key) throws IOException {
        CachedState state = cached.getIfPresent(key);
        if (state == null) {
            ChainEntry entry = VersionChain.read(store, key);
            state = new CachedState(MessageState.of(key, entry), entry.nonce());
            cached.put(key, state);
        }
        return state;
    }

    /** Whether a message can be received or, if it was completed, removed. */
    private boolean isVisible(BlobInfo newest, MessageState state) throws IOException {
        Duration wait = state.step() == Step.COMPLETED ? BlobMessage.GRACE : state.hidden();
        return wait.isZero() || clock.isPast(newest.modified().plus(wait).plus(MARGIN));
    }
}
