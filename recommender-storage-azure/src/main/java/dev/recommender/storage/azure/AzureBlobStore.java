package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.UnsuitableStoreException;
import dev.recommender.storage.azure.BlobWriter.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Blobs in a container of Azure Blob Storage, each a block blob at its key, below a prefix if one is given. Safe between
 * threads and processes. For accounts without a hierarchical namespace.
 *
 * <p>Blobs up to the block size are written by one request; larger ones block by block, several at once, and appear when
 * all blocks are there. Reading fetches ranges of the block size, several ahead. So whatever a blob's size, a call holds
 * at most {@link Builder#parallelism} + 1 blocks in memory.
 *
 * <p>Every write is conditional and carries a nonce in the blob's metadata, by which a repeated request finds out that an
 * earlier one was done. A {@link #put} that replaces a blob or a {@link #delete}, when another writer overtakes it,
 * counts as done just before that writer's, and changes nothing any more. A put where there was no blob is repeated after
 * a create that got ahead of it; if it had no answer before, it fails as a conflict instead, since it may have been done
 * before the create. A request that is repeated because it had no answer brings back what was written by it and deleted
 * meanwhile.
 *
 * <p>A stream whose blob is replaced or deleted before all of it is fetched ends with a {@link StorageException} of kind
 * CONFLICT; it never mixes contents. Blobs up to the block size are fetched when the stream is opened.
 */
public final class AzureBlobStore implements BlobStore {
    private static final int LONGEST_PAGE = 5000;
    private static final int ROUNDS = 10;
    private static final Pattern OF_KEYS = Pattern.compile("[A-Za-z0-9_.=+/-]*");

    private final BlobContainerClient container;
    private final String root;
    private final Calls calls;
    private final BlobWriter writer;
    private final Transfers transfers;

    private AzureBlobStore(Builder builder, BlobContainerClient container) {
        this.container = container;
        this.root = builder.prefix.isEmpty() ? "" : builder.prefix + "/";
        this.calls = new Calls(builder.options);
        this.transfers = new Transfers(builder.blockSize, builder.parallelism);
        this.writer = new BlobWriter(calls, transfers);
    }

    /**
     * Begins to open a store.
     *
     * @param container says where the container is and how to sign in: connection string, or endpoint and credential. Its
     *     retry options are replaced, since the store itself repeats what may be repeated
     */
    public static Builder builder(BlobContainerClientBuilder container) {
        return new Builder(container);
    }

    /** What a store can be told before it is opened. */
    public static final class Builder {
        private final BlobContainerClientBuilder container;
        private String prefix = "";
        private CallOptions options = CallOptions.standard();
        private int blockSize = 8 << 20;
        private int parallelism = 4;
        private boolean creating;
        private boolean probing = true;

        private Builder(BlobContainerClientBuilder container) {
            this.container = container;
        }

        /**
         * Keeps all blobs below a prefix, a key without a slash at its end, so that several stores can share a container.
         *
         * @throws IllegalArgumentException if it is no valid key and not empty either
         */
        public Builder prefix(String prefix) {
            this.prefix = prefix.isEmpty() ? prefix : BlobKeys.check(prefix);
            return this;
        }

        /** Time limits and retries. */
        public Builder callOptions(CallOptions options) {
            this.options = options;
            return this;
        }

        /**
         * The size of blocks and ranges, 8 MiB unless set. Blobs larger than 50,000 blocks are written in larger ones.
         *
         * @param bytes from 1 to 100 MiB
         */
        public Builder blockSize(int bytes) {
            if (bytes < 1 || bytes > 100 << 20) {
                throw new IllegalArgumentException("blockSize is not from 1 to " + (100 << 20) + ": " + bytes);
            }
            this.blockSize = bytes;
            return this;
        }

        /**
         * How many blocks are on their way at once, 4 unless set.
         *
         * @param requests from 1 to 64
         */
        public Builder parallelism(int requests) {
            if (requests < 1 || requests > 64) {
                throw new IllegalArgumentException("parallelism is not from 1 to 64: " + requests);
            }
            this.parallelism = requests;
            return this;
        }

        /** Creates the container if it is missing, which is otherwise refused when the store is opened. */
        public Builder createContainer() {
            this.creating = true;
            return this;
        }

        /** Writes nothing when the store is opened: for a process that may only read. */
        public Builder withoutProbe() {
            this.probing = false;
            return this;
        }

        /**
         * Opens the store. Unless told otherwise, it writes a blob of its own to see whether the service honours
         * conditions, and deletes it again.
         *
         * @throws UnsuitableStoreException if the service ignores conditions
         * @throws StorageException if it refuses or is out of reach, or there is no such container
         * @throws IllegalArgumentException if the container's builder lacks something
         */
        public AzureBlobStore open() throws IOException {
            AzureBlobStore store = new AzureBlobStore(this, Clients.build(container));
            try {
                if (creating) {
                    store.createContainer();
                }
                if (probing) {
                    new BlobProbe(store.container, store.calls, store.writer).run(store.root);
                }
                return store;
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        }
    }

    private void createContainer() throws IOException {
        calls.run(
                "create " + this,
                again -> container
                        .createIfNotExistsWithResponse(null, calls.timeout(), Context.NONE)
                        .getValue());
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        BlockBlobClient blob = blob(key);
        if (content.size() > transfers.blockSize() && info(key).isPresent()) {
            return false;
        }
        return writer.write(blob, content, BlobWriter.ifAbsent()) == Outcome.WRITTEN;
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        BlockBlobClient blob = blob(key);
        for (int round = 1; round <= ROUNDS; round++) {
            Optional<BlobProperties> replaced = properties(blob, key);
            if (replaced.isPresent()) {
                // Another writer that got ahead replaced or deleted a blob, which may as well have been this one.
                writer.write(blob, content, BlobWriter.ifStill(replaced.get()));
                return;
            }
            // A create that got ahead was told that there had been no blob: this put comes after it.
            Outcome outcome = writer.write(blob, content, BlobWriter.ifAbsent());
            if (outcome == Outcome.WRITTEN) {
                return;
            }
            if (outcome == Outcome.OVERTAKEN) {
                throw new StorageException(
                        Kind.CONFLICT,
                        "blob \"" + key + "\" of " + this + " is another writer's, and whether it was written before"
                                + " that is unknown, since an answer was lost; read it, and write again if need be");
            }
        }
        throw new StorageException(
                Kind.CONFLICT,
                "cannot write blob \"" + key + "\" of " + this + ": it was created and deleted " + ROUNDS + " times");
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        BlockBlobClient blob = blob(key);
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        return BlobReader.open(blob, key, offset, calls, transfers);
    }

    /**
     * Copies a blob to a file, and begins anew when the blob is replaced meanwhile: as often as a request is tried, then
     * it is a conflict. So it is when the blob is deleted meanwhile.
     */
    @Override
    public void download(String key, Path file) throws IOException {
        Optional<StorageException> conflict = Optional.empty();
        for (int attempt = 1; ; attempt++) {
            try {
                BlobStore.super.download(key, file);
                return;
            } catch (BlobNotFoundException e) {
                throw conflict.orElse(e);
            } catch (StorageException e) {
                if (e.kind() != Kind.CONFLICT || attempt >= calls.attempts()) {
                    throw e;
                }
                conflict = Optional.of(e);
            }
            calls.pause(attempt);
        }
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        return properties(blob(key), key)
                .map(found -> new BlobInfo(
                        key, found.getBlobSize(), found.getLastModified().toInstant()));
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        boolean first = after.compareTo(prefix) < 0;
        if (!OF_KEYS.matcher(prefix).matches() || !(first || after.startsWith(prefix))) {
            return List.of();
        }
        List<BlobInfo> found = new ArrayList<>();
        BlobPages pages = new BlobPages(container, calls, root + prefix, root + (first ? prefix : after));
        // The blob to begin at is among the first page.
        int size = Math.min(limit, LONGEST_PAGE - 1) + 1;
        while (found.size() < limit && pages.hasNext()) {
            for (BlobItem item : pages.next(size)) {
                String key = item.getName().substring(root.length());
                if (found.size() < limit && key.compareTo(after) > 0 && isKey(key)) {
                    found.add(new BlobInfo(
                            key,
                            item.getProperties().getContentLength(),
                            item.getProperties().getLastModified().toInstant()));
                }
            }
            size = LONGEST_PAGE;
        }
        return List.copyOf(found);
    }

    @Override
    public boolean delete(String key) throws IOException {
        BlockBlobClient blob = blob(key);
        Optional<BlobProperties> found = properties(blob, key);
        if (found.isEmpty()) {
            return false;
        }
        BlobRequestConditions conditions = BlobWriter.ifStill(found.get());
        return calls.run("delete blob \"" + key + "\" of " + this, again -> {
            try {
                blob.deleteWithResponse(null, conditions, calls.timeout(), Context.NONE);
                return true;
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("BlobNotFound")) {
                    return again;
                }
                if (Failures.isFailedCondition(e)) {
                    return true;
                }
                throw e;
            }
        });
    }

    /** Ends transfers under way; the blobs stay. */
    @Override
    public void close() {
        transfers.close();
    }

    /** The store's place, without credentials. */
    @Override
    public String toString() {
        return "container \"" + container.getBlobContainerName() + "\"";
    }

    private BlockBlobClient blob(String key) {
        return container.getBlobClient(root + BlobKeys.check(key)).getBlockBlobClient();
    }

    private Optional<BlobProperties> properties(BlockBlobClient blob, String key) throws IOException {
        return calls.run("look at blob \"" + key + "\" of " + this, again -> {
            try {
                return Optional.of(blob.getPropertiesWithResponse(null, calls.timeout(), Context.NONE)
                        .getValue());
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("BlobNotFound")) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private static boolean isKey(String name) {
        try {
            return name.equals(BlobKeys.check(name));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
