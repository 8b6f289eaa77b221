package dev.recommender.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recommender.storage.MessageListing.Listed;
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
 * A queue on any store of blobs, of which only {@link BlobStore#create} need be atomic. Shared freely between threads and
 * processes.
 *
 * <p>A message is a chain of immutable blobs {@code folder/id+0000000001}, {@code folder/id+0000000002} …, of which the last
 * says where it stands. The first is the message as it was sent and stays until it is completed; to receive, to extend, to
 * abandon and to complete is to create the next, which one writer can. A process that is killed at any point leaves a
 * message that is as if the step had been made or not: if its deliverer is gone, it is delivered again when its visibility
 * has run out; if it was completed, receivers remove what is left of it after a minute.
 *
 * <p>The clocks of the processes need not agree: whether a visibility or a delay has run out is judged by the times at which
 * the store says that its blobs were written, with two seconds added, so a message comes that much later than it could. A
 * delivery is over for its receiver when its visibility has run out by the receiver's own reckoning, which is before.
 *
 * <p>What a call asks of the store, when all goes well: {@code send} creates once. {@code receive} lists once when there is
 * nothing to receive, and once more for each thousand blobs; it reads once each message version it has not met before, so
 * messages that stay hidden cost nothing more; while there are hidden messages it writes a blob and looks at it once a minute,
 * to learn the store's time. To take a message it then reads once or twice, creates once and lists once. {@code extend} and
 * {@code abandon} create once and list once, {@code complete} also deletes what there is, usually three blobs.
 */
public final class BlobWorkQueue implements WorkQueue {
    private static final DateTimeFormatter ID_TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Duration MARGIN = Duration.ofSeconds(2);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final int KNOWN = 10_000;
    private static final int MAX_FOLDER = 150;

    private final BlobStore store;
    private final String folder;
    private final StoreClock clock;
    private final InstantSource wall;

    /** What messages' newest versions say, by the versions' keys: a blob that was read once need not be read again. */
    private final Cache<String, Known> known =
            Caffeine.newBuilder().maximumSize(KNOWN).build();

    /** Deliveries of which it is unknown whether they have begun. */
    private final Queue<BlobDelivery> unsettled = new ConcurrentLinkedQueue<>();

    private record Known(MessageState state, String nonce) {}

    /** With a clock of this process that is not the system's. */
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
     * The queue in a folder of a store, for example {@code queues/training}: its blobs have keys that start with the folder
     * and a slash, and no other blobs should. Closing the queue leaves the store open.
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
        for (Optional<Listed> message = listing.next(); message.isPresent(); message = listing.next()) {
            try {
                Optional<Delivery> taken = take(message.get(), visibility);
                if (taken.isPresent()) {
                    return taken;
                }
            } catch (IOException e) {
                // A damaged message must not keep the others back, nor a store that is down the caller for long.
                failure = e;
                if (Duration.between(start, clock.local()).compareTo(PATIENCE) > 0) {
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

    private Optional<Delivery> take(Listed listed, Duration visibility) throws IOException {
        BlobInfo newest = listed.newest();
        BlobMessage message = new BlobMessage(store, VersionChain.base(newest.key()), clock);
        if (!listed.isWhole()) {
            message.removeRemains(listed.versions());
            return Optional.empty();
        }
        try {
            Known last = known(newest.key());
            if (!isVisible(newest, last.state())) {
                return Optional.empty();
            }
            if (last.state().step() == Step.COMPLETED) {
                message.remove(listed.versions());
                return Optional.empty();
            }
            if (message.isStale(listed.seen())) {
                Instant now = clock.local();
                List<BlobInfo> versions = message.versions();
                return versions.isEmpty() ? Optional.empty() : take(new Listed(versions, now), visibility);
            }
            String body = MessageState.body(message.read(1));
            int attempt = last.state().attempt() + 1;
            long version = VersionChain.version(newest.key());
            BlobDelivery delivery = new BlobDelivery(message, body, attempt, version, last.nonce(), listed.seen());
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

    private Known known(String key) throws IOException {
        Known seen = known.getIfPresent(key);
        if (seen == null) {
            ChainEntry entry = VersionChain.read(store, key);
            seen = new Known(MessageState.of(key, entry), entry.nonce());
            known.put(key, seen);
        }
        return seen;
    }

    /** Whether the time has come for anybody to do something about a message. */
    private boolean isVisible(BlobInfo newest, MessageState state) throws IOException {
        Duration wait = state.step() == Step.COMPLETED ? BlobMessage.GRACE : state.hidden();
        return wait.isZero() || clock.isPast(newest.modified().plus(wait).plus(MARGIN));
    }
}
