package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of a store, by which clients say who they are in the field {@code x-api-key}. A key is {@code id.secret}; the secret has
 * 256 random bits. The store holds its SHA-256 alone, and comparing takes the same time whatever is sent.
 *
 * <p>Shared freely between threads and processes. A process learns of new keys when they are used, a second apart at least, and
 * of revoked ones within {@value #REFRESH_SECONDS} seconds. While the store fails or hangs, the keys hold that were last read.
 */
public final class ApiKeys {
    static final int REFRESH_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final String KEYS = "keys/";
    private static final int PAGE = 500;
    private static final int MAX_NAME = 80;
    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 6;
    private static final long REFRESH_NANOS = REFRESH_SECONDS * 1_000_000_000L;
    private static final long RELOAD_NANOS = 1_000_000_000L;

    /** What no secret has as its digest, to compare with where there is no key. */
    private static final String NO_DIGEST = "-".repeat(64);

    private final VersionedRecords records;
    private final LongSupplier nanos;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile @Nullable Loaded loaded;

    private ApiKeys(VersionedRecords records, LongSupplier nanos) {
        this.records = records;
        this.nanos = nanos;
    }

    private record Stored(ApiKey key, String sha256) {}

    /**
     * The keys that were read.
     *
     * @param at when that was last tried
     * @param isLatest whether it succeeded
     */
    private record Loaded(Map<String, Stored> keys, long at, boolean isLatest) {}

    /** The keys that are kept in a store, which stays the caller's to close. */
    public static ApiKeys in(BlobStore store) {
        return in(store, System::nanoTime);
    }

    /** As the other method, with a clock in nanoseconds. */
    static ApiKeys in(BlobStore store, LongSupplier nanos) {
        return new ApiKeys(WebFolder.records(store), nanos);
    }

    /**
     * Makes a key.
     *
     * @param name whose it is, for people and for the lines of the audit: 1 to 80 characters, none of control
     * @return the key, which cannot be found out later
     * @throws IllegalArgumentException if the name is not such
     */
    public String create(String name, Access access) throws IOException {
        if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name must have 1 to " + MAX_NAME + " characters, none of control: \""
                    + Exchange.shown(name) + "\"");
        }
        String id = HexFormat.of().formatHex(bytes(ID_BYTES));
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
        String content = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("access", access.name())
                .put("created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("sha256", Digests.hex(Digests.of(secret)))
                .toString();
        if (records.create(KEYS + id, content).isEmpty()) {
            throw new IOException("a key of the random id " + id + " is there already; try again");
        }
        return id + "." + secret;
    }

    /** The keys there are, in the order of their ids. */
    public List<ApiKey> list() throws IOException {
        return read().values().stream().map(Stored::key).toList();
    }

    /**
     * Revokes a key for good.
     *
     * @return whether there was such a key
     */
    public boolean revoke(String id) throws IOException {
        if (!id.matches("[0-9a-f]{1,40}")) {
            return false;
        }
        Optional<VersionedRecord> record = records.get(KEYS + id);
        loaded = null;
        return record.isPresent() && records.delete(record.get());
    }

    /** Who holds a key; empty if it is none, or revoked. */
    Optional<Caller> caller(String given) throws IOException {
        int dot = given.indexOf('.');
        String id = given.substring(0, Math.max(0, dot));
        String digest = Digests.hex(Digests.of(given.substring(dot + 1)));
        Loaded known = current();
        Stored stored = known.keys.get(id);
        if (stored == null && isOlder(known, RELOAD_NANOS)) {
            known = again(known);
            stored = known.keys.get(id);
        }
        if (stored == null && !known.isLatest) {
            throw new IOException("the keys cannot be read, so a new one is not known yet");
        }
        boolean same = MessageDigest.isEqual(ascii(digest), ascii(stored == null ? NO_DIGEST : stored.sha256));
        return same && stored != null
                ? Optional.of(new Caller("key " + stored.key.name() + " (" + id + ")", stored.key.access()))
                : Optional.empty();
    }

    private Loaded current() throws IOException {
        Loaded known = loaded;
        if (known == null) {
            return first();
        }
        return isOlder(known, REFRESH_NANOS) ? again(known) : known;
    }

    private boolean isOlder(Loaded known, long age) {
        return nanos.getAsLong() - known.at > age;
    }

    /** Reads the keys; who needs them in the meantime waits. */
    private Loaded first() throws IOException {
        loading.lock();
        try {
            Loaded known = loaded;
            if (known == null) {
                known = new Loaded(read(), nanos.getAsLong(), true);
                loaded = known;
            }
            return known;
        } finally {
            loading.unlock();
        }
    }

    /** Reads the keys anew, unless another thread does or did so; while the store hangs or fails, the known ones hold. */
    @SuppressWarnings("ReferenceEquality") // another object is another look
    private Loaded again(Loaded known) {
        if (!loading.tryLock()) {
            return known;
        }
        try {
            Loaded newest = loaded;
            if (newest == null || newest == known) {
                newest = read(known);
                loaded = newest;
            }
            return newest;
        } finally {
            loading.unlock();
        }
    }

    private Loaded read(Loaded known) {
        try {
            return new Loaded(read(), nanos.getAsLong(), true);
        } catch (IOException e) {
            LOG.warn("the keys cannot be read, those of before hold: {}", e.getMessage());
            return new Loaded(known.keys, nanos.getAsLong(), false);
        }
    }

    private Map<String, Stored> read() throws IOException {
        Map<String, Stored> keys = new TreeMap<>();
        List<VersionedRecord> page = records.list(KEYS, "", PAGE);
        while (!page.isEmpty()) {
            page.forEach(record -> read(record).ifPresent(stored -> keys.put(stored.key.id(), stored)));
            page = page.size() < PAGE
                    ? List.of()
                    : records.list(KEYS, page.get(page.size() - 1).key(), PAGE);
        }
        return keys;
    }

    /** A key's record; empty, with a line in the log, if it was damaged: then the key opens nothing. */
    private static Optional<Stored> read(VersionedRecord record) {
        String id = record.key().substring(KEYS.length());
        try {
            JsonNode node = Bodies.read(record.content());
            return Optional.of(new Stored(
                    new ApiKey(
                            id,
                            node.path("name").asText(),
                            Access.valueOf(node.path("access").asText()),
                            Instant.parse(node.path("created").asText())),
                    node.path("sha256").asText()));
        } catch (DateTimeException | IllegalArgumentException e) {
            LOG.warn("the record of key {} cannot be read: {}", id, e.getMessage());
            return Optional.empty();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
