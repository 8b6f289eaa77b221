package dev.recommender.testing.storage;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.IOSupplier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A store whose calls go wrong now and then, as its seed decides. They fail before anything happened, or after it happened, so
 * that the caller cannot know. They take long, or what is read ends too early. Shared between threads, which draw from one
 * generator: only one thread's faults can be replayed.
 */
public final class FaultyBlobStore extends ForwardingBlobStore {
    /**
     * How often calls go wrong, each from 0 to 1.
     *
     * @param failing the share of calls that fail and do nothing
     * @param losingReply the share of calls that do what they should, and fail
     * @param truncating the share of reads that end before the content does
     * @param delaying the share of calls that wait first
     * @param longestDelay in milliseconds
     */
    public record Rates(double failing, double losingReply, double truncating, double delaying, int longestDelay) {
        /** Each kind of fault in one call of twenty, and delays of at most five milliseconds in one of a hundred. */
        public static final Rates OFTEN = new Rates(0.05, 0.05, 0.05, 0.01, 5);

        /** No faults. */
        public static final Rates NEVER = new Rates(0, 0, 0, 0, 0);
    }

    private final Random random;
    private volatile Rates rates;

    public FaultyBlobStore(BlobStore store, long seed, Rates rates) {
        super(store);
        this.random = new Random(seed);
        this.rates = rates;
    }

    /** Goes wrong as often as this from now on. */
    public void rates(Rates changed) {
        rates = changed;
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        return faulty("create", key, () -> super.create(key, content));
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        faulty("put", key, () -> {
            super.put(key, content);
            return true;
        });
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        before("get", key);
        InputStream stream = super.get(key, offset);
        if (!happens(rates.truncating())) {
            return stream;
        }
        try (stream) {
            byte[] whole = stream.readAllBytes();
            return new ByteArrayInputStream(whole, 0, whole.length == 0 ? 0 : below(whole.length));
        }
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        before("info", key);
        return super.info(key);
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        before("list", prefix);
        return super.list(prefix, after, limit);
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        before("files", folder);
        return super.files(folder);
    }

    @Override
    public boolean delete(String key) throws IOException {
        return faulty("delete", key, () -> super.delete(key));
    }

    private boolean faulty(String call, String key, IOSupplier<Boolean> change) throws IOException {
        before(call, key);
        boolean done = change.get();
        if (happens(rates.losingReply())) {
            throw new IOException("injected: the reply to " + call + " of " + key + " is lost");
        }
        return done;
    }

    private void before(String call, String key) throws IOException {
        Rates now = rates;
        if (happens(now.delaying())) {
            try {
                Thread.sleep(below(now.longestDelay() + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        if (happens(now.failing())) {
            throw new IOException("injected: " + call + " of " + key + " fails");
        }
    }

    private boolean happens(double share) {
        synchronized (random) {
            return random.nextDouble() < share;
        }
    }

    private int below(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }
}
