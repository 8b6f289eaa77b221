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

/**
 * Versioned records on any store of blobs. Only {@link BlobStore#create} needs to be atomic. Shared freely between
 * threads and processes.
 *
 * <p>A record is a chain of immutable blobs {@code folder/key+0000000001}, {@code folder/key+0000000002} …, and the
 * last is the record. An update creates the next. Deletion writes a last version that marks the record as deleted. It
 * stays forever, so versions go on counting. Writers remove old versions from time to time. They keep the last 32, and
 * the versions that were the newest within ten seconds before the newest: the record's {@link #history}.
 *
 * <p>A writer that fell behind may find the place of its version empty, because the version that was there has been removed.
 * So a writer lists the versions above its own. If there are any, the next one names the nonce of the version that it was
 * made from. If the next has been removed too, the store's times decide: a version that is younger than its successors has
 * lost. A writer that took so long that they cannot decide fails. No clock of this process decides about a write.
 *
 * <p>Calls of the store, if nothing disturbs: {@code get} lists once and reads once. Within two seconds of the last look at the
 * record it only reads once, and finds no next version. {@code update} and {@code delete} create once and list once.
 * {@code create} lists twice and creates once, and reads once where a record was deleted. Every sixteenth version also lists
 * once, asks once and deletes a few blobs. {@code list} reads once for each record, deleted ones included, and lists once for
 * each thousand versions.
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

    /** The newest versions by the last look. For a while all that came after them is still there and can be followed. */
    private final Cache<String, CachedVersion> cached = Caffeine.newBuilder()
            .maximumWeight(MAX_REMEMBERED)
            .weigher((String key, CachedVersion last) ->
                    key.length() + last.version().entry().content().length())
            .build();

    /** Records with another grace than ten seconds, after which a version that is not the newest may be removed. */
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
     * The records in a folder of a store. Their blobs have keys that start with the folder and a slash. No other blobs should
     * have such keys. Closing the records leaves the store open.
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
        Optional<Version> head = head(key);
        if (head.isEmpty()) {
            return append(key, 1, ChainEntry.NONE, WRITTEN, content);
        }
        Version last = head.get();
        return last.isDeleted()
                ? append(key, last.number() + 1, last.entry().nonce(), WRITTEN, content)
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
        BlobStores.checkLimit(limit);
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
            Instant now = clock.instant();
            List<BlobInfo> versions = VersionChain.list(store, base(key), 0);
            if (versions.isEmpty()) {
                return Optional.empty();
            }
            long newest = VersionChain.version(versions.get(versions.size() - 1).key());
            Optional<Version> head = read(base(key), newest);
            if (head.isPresent()) {
                cached.put(key, new CachedVersion(head.get(), now));
                return head;
            }
        }
        return followed;
    }

    /** The newest version, found by reading on from the one of the last look; empty if that is too long ago. */
    private Optional<Version> follow(String key) throws IOException {
        CachedVersion last = cached.getIfPresent(key);
        if (last == null || !isFresh(last.readTime())) {
            return Optional.empty();
        }
        Version newest = last.version();
        for (int step = 0; step < FOLLOWED; step++) {
            Instant now = clock.instant();
            Optional<Version> next = read(base(key), newest.number() + 1);
            if (next.isEmpty()) {
                if (!isFresh(last.readTime())) {
                    return Optional.empty();
                }
                cached.put(key, new CachedVersion(newest, now));
                return Optional.of(newest);
            }
            newest = next.get();
        }
        return Optional.empty();
    }

    /** Whether nothing that came after a look can have been removed yet. */
    private boolean isFresh(Instant look) {
        Duration passed = Duration.between(look, clock.instant());
        return !passed.isNegative() && passed.compareTo(margin()) < 0;
    }

    /** A part of the grace, which leaves the rest to slow requests and to times that the store rounds. */
    private Duration margin() {
        return grace.dividedBy(4);
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
        return append(key, expected.version() + 1, expected.tag(), kind, content);
    }

    /** Writes a version, if the one before it still is the newest. */
    private Optional<VersionedRecord> append(String key, long number, String previous, String kind, String content)
            throws IOException {
        String base = base(key);
        String blob = VersionChain.key(base, number);
        ChainEntry entry = new ChainEntry(kind, clock.instant(), WriteNonce.next(), previous, content);
        if (!VersionChain.create(store, blob, entry)) {
            cached.invalidate(key);
            return Optional.empty();
        }
        if (!isInChain(base, number, entry)) {
            cached.invalidate(key);
            store.delete(blob);
            return Optional.empty();
        }
        cached.put(key, new CachedVersion(new Version(number, entry), entry.written()));
        if (number % COMPACTED_EVERY == 0) {
            compact(base, number);
        }
        return Optional.of(new VersionedRecord(key, number, content, entry.written(), entry.nonce()));
    }

    /** Whether a version just written followed the newest, rather than filled the place of one that has been removed. */
    private boolean isInChain(String base, long number, ChainEntry entry) throws IOException {
        List<BlobInfo> versions = VersionChain.list(store, base, number - 1);
        boolean isThere =
                !versions.isEmpty() && VersionChain.version(versions.get(0).key()) == number;
        if (isThere && versions.size() == 1) {
            return true;
        }
        List<BlobInfo> above = isThere ? versions.subList(1, versions.size()) : versions;
        if (!above.isEmpty() && VersionChain.version(above.get(0).key()) == number + 1) {
            Optional<Version> next = read(base, number + 1);
            if (next.isPresent()) {
                return next.get().entry().previous().equals(entry.nonce());
            }
        }
        // The next version has been removed, a grace after its own successor came. If it followed this one, this one is
        // older than all that are left. If it was there before, this one was written after the grace.
        if (isThere
                && versions.get(0).modified().isAfter(above.get(0).modified().plus(margin()))) {
            return false;
        }
        throw new IOException("it is unknown whether \"" + VersionChain.key(base, number)
                + "\" was written in time: the store was slow, and newer versions have come and gone since");
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

    /** A version, and a time by the clock of this process after which it was still the newest. */
    private record CachedVersion(Version version, Instant readTime) {}

    private record Version(long number, ChainEntry entry) {
        boolean isDeleted() {
            return entry.kind().equals(DELETED);
        }

        Optional<VersionedRecord> record(String key) {
            return isDeleted()
                    ? Optional.empty()
                    : Optional.of(new VersionedRecord(key, number, entry.content(), entry.written(), entry.nonce()));
        }
    }
}
