package dev.recommender.storage;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Versioned records on any store of blobs, of which only {@link BlobStore#create} need be atomic. Shared freely between
 * threads and processes.
 *
 * <p>A record is a chain of immutable blobs {@code folder/key+0000000001}, {@code folder/key+0000000002} …, and the last is
 * the record; an update creates the next. Deletion writes a last version that says so and stays for ever, so that counting
 * goes on. Writers remove old versions now and then, but for the last 32 and for those that were the newest within ten
 * seconds before the newest: they are the record's {@link #history}.
 *
 * <p>A writer that fell behind may find the place of its version empty, because the version that was there has been removed.
 * So one that has not seen the version before to be the newest a moment ago looks for versions above its own; if there are
 * any, the next tells by its nonce whether it was made from this one. Where that one has been removed too, this writer has
 * lost, unless it took so long to look that it cannot tell, when it throws.
 *
 * <p>What a call asks of the store, when all goes well: {@code get} lists once and reads once, or, within two seconds of the
 * last look at this record, asks in vain for the next version. {@code update} and {@code delete} create once, and list once
 * if the last look is longer ago; {@code create} lists once and creates once, and reads once where a record was deleted.
 * Every sixteenth version also lists once, asks once and deletes a few blobs. {@code list} reads once for each record,
 * deleted ones included, and lists once for each thousand versions.
 */
public final class BlobRecords implements VersionedRecords {
    private static final String WRITTEN = "written";
    private static final String DELETED = "deleted";
    private static final int KEPT = 32;
    private static final int COMPACTED_EVERY = 16;
    private static final int COMPACTED = 4 * COMPACTED_EVERY;
    private static final int MAX_FAILURES = 3;
    private static final int FOLLOWED = 8;
    private static final int MAX_REMEMBERED = 4 << 20;
    private static final int PAGE = 1000;
    private static final int MAX_FOLDER = 150;

    private final BlobStore store;
    private final String folder;
    private final InstantSource clock;
    private final Duration grace;

    /** The newest versions of late: for a moment, those that came after them are surely there and can be followed. */
    private final Cache<String, Seen> seen = Caffeine.newBuilder()
            .maximumWeight(MAX_REMEMBERED)
            .weigher((String key, Seen last) ->
                    key.length() + last.version().entry().content().length())
            .build();

    /** With a grace of other than ten seconds before a version that is not the newest may be removed. */
    BlobRecords(BlobStore store, String folder, InstantSource clock, Duration grace) {
        if (BlobKeys.check(folder).length() > MAX_FOLDER) {
            throw new IllegalArgumentException("folder has more than " + MAX_FOLDER + " characters: " + folder);
        }
        this.store = store;
        this.folder = folder;
        this.clock = clock;
        this.grace = grace;
    }

    /**
     * The records in a folder of a store: their blobs have keys that start with the folder and a slash, and no other blobs
     * should. Closing the records leaves the store open.
     *
     * @throws IllegalArgumentException if the folder is no key of blobs or longer than 150 characters
     */
    public static BlobRecords in(BlobStore store, String folder) {
        return new BlobRecords(store, folder, InstantSource.system(), Duration.ofSeconds(10));
    }

    @Override
    public Optional<VersionedRecord> get(String key) throws IOException {
        return head(VersionedRecords.checkKey(key)).flatMap(head -> head.record(key));
    }

    @Override
    public Optional<VersionedRecord> create(String key, String content) throws IOException {
        VersionedRecords.checkKey(key);
        VersionedRecords.checkContent(content);
        Moment now = now();
        Optional<Version> head = head(key);
        if (head.isEmpty()) {
            return append(key, 1, ChainEntry.NONE, WRITTEN, content, now);
        }
        Version last = head.get();
        return last.isDeleted()
                ? append(key, last.number() + 1, last.entry().nonce(), WRITTEN, content, now)
                : Optional.empty();
    }

    @Override
    public Optional<VersionedRecord> update(VersionedRecord expected, String content) throws IOException {
        VersionedRecords.checkContent(content);
        return append(expected, WRITTEN, content);
    }

    @Override
    public boolean delete(VersionedRecord expected) throws IOException {
        return append(expected, DELETED, "").isPresent();
    }

    @Override
    public List<VersionedRecord> list(String prefix, String after, int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        List<VersionedRecord> found = new ArrayList<>();
        if (prefix.indexOf('+') >= 0) {
            return found;
        }
        String newest = "";
        String last = after.isEmpty() ? "" : VersionChain.afterAll(base(after));
        for (boolean more = true; more && found.size() < limit; ) {
            List<BlobInfo> page = store.list(base(prefix), last, PAGE);
            more = page.size() == PAGE;
            for (int at = 0; at < page.size() && found.size() < limit; at++) {
                last = page.get(at).key();
                if (VersionChain.version(last) > 0) {
                    if (!newest.isEmpty() && !VersionChain.base(last).equals(VersionChain.base(newest))) {
                        addTo(found, newest, after);
                    }
                    newest = last;
                }
            }
        }
        if (!newest.isEmpty() && found.size() < limit) {
            addTo(found, newest, after);
        }
        return found;
    }

    /**
     * The versions of a record that are still there, newest first; none if there never was such a record. A number that is
     * missing between two of them was a deletion. Lists once and reads each version.
     */
    public List<VersionedRecord> history(String key) throws IOException {
        List<VersionedRecord> history = new ArrayList<>();
        Optional<Version> at = head(VersionedRecords.checkKey(key));
        while (at.isPresent()) {
            Version version = at.get();
            version.record(key).ifPresent(history::add);
            at = version.number() == 1
                    ? Optional.empty()
                    : read(base(key), version.number() - 1)
                            .filter(before -> before.entry()
                                    .nonce()
                                    .equals(version.entry().previous()));
        }
        return history;
    }

    @Override
    public void close() {}

    private String base(String key) {
        return folder + "/" + key;
    }

    private void addTo(List<VersionedRecord> found, String newest, String after) throws IOException {
        String key = VersionChain.base(newest).substring(folder.length() + 1);
        if (key.compareTo(after) > 0) {
            Optional<Version> head = read(base(key), VersionChain.version(newest));
            (head.isPresent() ? head : head(key))
                    .flatMap(version -> version.record(key))
                    .ifPresent(found::add);
        }
    }

    private Optional<Version> head(String key) throws IOException {
        Optional<Version> followed = follow(key);
        while (followed.isEmpty()) {
            Moment now = now();
            List<BlobInfo> versions = VersionChain.list(store, base(key), 0);
            if (versions.isEmpty()) {
                return Optional.empty();
            }
            long newest = VersionChain.version(versions.get(versions.size() - 1).key());
            Optional<Version> head = read(base(key), newest);
            if (head.isPresent()) {
                seen.put(key, new Seen(head.get(), now));
                return head;
            }
        }
        return followed;
    }

    /** The newest version, found by reading on from the one that was the newest a moment ago; empty if that is no use. */
    private Optional<Version> follow(String key) throws IOException {
        Seen last = seen.getIfPresent(key);
        if (last == null || !isFresh(last.time())) {
            return Optional.empty();
        }
        Version newest = last.version();
        for (int step = 0; step < FOLLOWED; step++) {
            Moment now = now();
            Optional<Version> next = read(base(key), newest.number() + 1);
            if (next.isEmpty()) {
                seen.put(key, new Seen(newest, now));
                return isFresh(last.time()) ? Optional.of(newest) : Optional.empty();
            }
            newest = next.get();
        }
        return Optional.empty();
    }

    private Moment now() {
        return new Moment(System.nanoTime(), clock.instant());
    }

    private boolean isFresh(Moment time) {
        Duration limit = grace.dividedBy(4);
        Duration passed = Duration.between(time.wall(), clock.instant());
        return System.nanoTime() - time.nanos() < limit.toNanos()
                && !passed.isNegative()
                && passed.compareTo(limit) < 0;
    }

    private Optional<Version> read(String base, long number) throws IOException {
        try {
            return Optional.of(new Version(number, VersionChain.read(store, VersionChain.key(base, number))));
        } catch (BlobNotFoundException e) {
            return Optional.empty();
        }
    }

    private Optional<VersionedRecord> append(VersionedRecord expected, String kind, String content) throws IOException {
        String key = VersionedRecords.checkKey(expected.key());
        Seen last = seen.getIfPresent(key);
        Moment time = last != null && last.version().is(expected) ? last.time() : Moment.LONG_AGO;
        return append(key, expected.version() + 1, expected.tag(), kind, content, time);
    }

    /** Writes a version, if the one before it still is the newest, as it was after a given moment. */
    private Optional<VersionedRecord> append(
            String key, long number, String previous, String kind, String content, Moment time) throws IOException {
        String base = base(key);
        String blob = VersionChain.key(base, number);
        ChainEntry entry =
                new ChainEntry(kind, clock.instant(), UUID.randomUUID().toString(), previous, content);
        Moment start = now();
        if (!VersionChain.create(store, blob, entry)) {
            return Optional.empty();
        }
        if (!isFresh(time) && !isInChain(base, number, entry, start)) {
            store.delete(blob);
            return Optional.empty();
        }
        seen.put(key, new Seen(new Version(number, entry), start));
        if (number % COMPACTED_EVERY == 0) {
            compact(base, number);
        }
        return Optional.of(new VersionedRecord(key, number, content, entry.written(), entry.nonce()));
    }

    /** Whether a version just written followed the newest, rather than filled the place of one that has been removed. */
    private boolean isInChain(String base, long number, ChainEntry entry, Moment start) throws IOException {
        List<BlobInfo> above = VersionChain.list(store, base, number);
        if (above.isEmpty()) {
            return true;
        }
        if (VersionChain.version(above.get(0).key()) == number + 1) {
            Optional<Version> next = read(base, number + 1);
            if (next.isPresent()) {
                return next.get().entry().previous().equals(entry.nonce());
            }
        }
        // The next version has been removed. That happens no sooner than the grace after the one following it.
        if (!isFresh(start)) {
            throw new IOException("it is unknown whether \"" + VersionChain.key(base, number)
                    + "\" was written in time: the store was slow, and newer versions have come and gone since");
        }
        return false;
    }

    /** Removes old versions. What this fails to do the next writer whose turn it is does. */
    private void compact(String base, long newest) {
        try {
            List<BlobInfo> oldest = store.list(base + "+", "", COMPACTED);
            Optional<BlobInfo> last = store.info(VersionChain.key(base, newest));
            int failures = last.isEmpty() ? MAX_FAILURES : 0;
            for (int at = 0; at + 1 < oldest.size() && failures < MAX_FAILURES; at++) {
                Instant superseded = oldest.get(at + 1).modified();
                if (VersionChain.version(oldest.get(at).key()) > newest - KEPT
                        || superseded.isAfter(last.get().modified().minus(grace))) {
                    return;
                }
                try {
                    store.delete(oldest.get(at).key());
                } catch (IOException e) {
                    failures++;
                }
            }
        } catch (IOException e) {
            // Nothing is lost: the record is written.
        }
    }

    /** A version, and a moment after which it was still the newest. */
    private record Seen(Version version, Moment time) {}

    /** By two clocks, since the steady one stands still while a machine is suspended, and the other can be set. */
    private record Moment(long nanos, Instant wall) {
        static final Moment LONG_AGO = new Moment(0, Instant.EPOCH);
    }

    private record Version(long number, ChainEntry entry) {
        boolean isDeleted() {
            return entry.kind().equals(DELETED);
        }

        boolean is(VersionedRecord record) {
            return number == record.version() && entry.nonce().equals(record.tag());
        }

        Optional<VersionedRecord> record(String key) {
            return isDeleted()
                    ? Optional.empty()
                    : Optional.of(new VersionedRecord(key, number, entry.content(), entry.written(), entry.nonce()));
        }
    }
}
