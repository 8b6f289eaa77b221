package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import dev.recommender.storage.Attempts;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobNames;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobStores;
import dev.recommender.storage.CallOptions;
import dev.recommender.storage.PartSender;
import dev.recommender.storage.ServiceBuilder;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.TransferPool;
import dev.recommender.storage.UnsuitableStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Blobs in a container of Azure Blob Storage, each a block blob at its key, below a prefix if one is given. Shared freely
 * between threads and processes. For accounts without a hierarchical namespace.
 *
 * <p>Blobs up to the part size are written by one request. Larger ones are written in parts, several at once, and
 * appear when all parts are there. Reading fetches ranges of the part size, several ahead. So a call holds at most
 * {@link Builder#parallelism} + 1 parts in memory, however large the blob is.
 *
 * <p>Every write is conditional. It has a nonce in the blob's metadata, by which a repeated request recognises an earlier one
 * that happened. A {@link #put} that replaces a blob, or a {@link #delete}, may be overtaken by another writer. Then it counts
 * as done just before that writer's, and changes nothing any more. A put where there was no blob is repeated after a create
 * that overtook it. If an answer to the put was lost, it fails as a conflict instead, since it may have happened before the
 * create. A request that is repeated because its answer was lost brings back what it wrote and others have deleted since.
 *
 * <p>A stream never mixes contents. If its blob is replaced or deleted before all of it is fetched, the stream ends
 * with a {@link StorageException} of kind CONFLICT. Blobs up to the part size are fetched when the stream is opened.
 *
 * <p>Failures are {@link StorageException}s with the service's request id. A request is repeated while the service is
 * unavailable, as {@link CallOptions} describes.
 */
public final class AzureBlobStore implements BlobStore {
    private static final int LONGEST_PAGE = 5000;
    private static final int MOST_PARTS = 50_000;

    private final BlobContainerClient container;
    private final String root;
    private final Attempts attempts;
    private final TransferPool transfers;
    private final int partSize;
    private final BlobWriter writer;

    private AzureBlobStore(Builder builder, BlobContainerClient container, Attempts attempts) {
        this.container = container;
        this.root = builder.prefix;
        this.attempts = attempts;
        this.transfers = new TransferPool(builder.parallelism);
        this.partSize = builder.partSize;
        this.writer = new BlobWriter(attempts, new PartSender(transfers, partSize, MOST_PARTS));
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

    /** Options of an {@link AzureBlobStore}. A part has to be transferred within the timeout. Used by one thread. */
    public static final class Builder extends ServiceBuilder<Builder> {
        private static final int LARGEST_PART = 100 << 20;

        private final BlobContainerClientBuilder container;
        private String prefix = "";
        private int partSize = 8 << 20;
        private int parallelism = 4;
        private boolean creating;
        private boolean probing = true;

        private Builder(BlobContainerClientBuilder container) {
            super(CallOptions.DEFAULT);
            this.container = container;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Keeps all blobs below a prefix, so that several stores can share a container. Default: none.
         *
         * @param prefix a key without a slash at its end; empty for none
         * @throws IllegalArgumentException if it is neither
         */
        public Builder prefix(String prefix) {
            this.prefix = prefix.isEmpty() ? "" : BlobKeys.check(prefix) + "/";
            return this;
        }

        /**
         * The size of parts and ranges. Larger blobs are written in parts; all are read in ranges. Blobs larger than 50,000
         * parts are written in larger ones. Default: 8 MiB.
         *
         * @param bytes from 1 byte to 100 MiB
         */
        public Builder partSize(int bytes) {
            if (bytes < 1 || bytes > LARGEST_PART) {
                throw new IllegalArgumentException("partSize is not from 1 to " + LARGEST_PART + " bytes: " + bytes);
            }
            this.partSize = bytes;
            return this;
        }

        /**
         * How many parts or ranges the store transfers at a time. Default: 4.
         *
         * @param transfers from 1 to 64
         */
        public Builder parallelism(int transfers) {
            this.parallelism = TransferPool.checkParallelism(transfers);
            return this;
        }

        /** Creates the container if it is missing. Default: opening fails then. */
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
         * Opens the store. It writes small blobs {@code _probe/…} and {@code .probe-…} to see whether the service honours
         * conditions, and deletes them.
         *
         * @throws UnsuitableStoreException if the service ignores conditions
         * @throws StorageException if it refuses or is out of reach, or there is no such container
         * @throws IllegalArgumentException if the container's builder lacks something
         */
        public AzureBlobStore open() throws IOException {
            Attempts attempts = new Attempts(options(), Failures::translate);
            AzureBlobStore store = new AzureBlobStore(this, Clients.build(container), attempts);
            try {
                if (creating) {
                    store.createContainer();
                }
                if (probing) {
                    store.probe();
                }
                return store;
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        }
    }

    private void createContainer() throws IOException {
        attempts.atLeastOnce(
                "create container \"" + container.getBlobContainerName() + "\"",
                () -> container.createIfNotExistsWithResponse(null, attempts.timeout(), Context.NONE));
    }

    private void probe() throws IOException {
        try {
            BlobStores.probe(this);
            probeReplacement();
        } catch (StorageException e) {
            if (!Failures.code(e).equals("ContainerNotFound")) {
                throw e;
            }
            throw StorageException.noPlace("container \"" + container.getBlobContainerName() + "\" in the account", e);
        }
    }

    /** Replaces a blob, on condition that it is another one, at a name that is no key. */
    private void probeReplacement() throws IOException {
        NamedBlob probe = named(".probe-" + UUID.randomUUID());
        if (writer.replaceStale(probe)) {
            delete(probe, new BlobRequestConditions());
            throw UnsuitableStoreException.ignoring(
                    toString(), "If-Match", "it replaced a blob that did not have the given ETag");
        }
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        NamedBlob blob = blob(key);
        if (content.size() > partSize && blob.properties().isPresent()) {
            return false;
        }
        return writer.create(blob, content);
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        writer.put(blob(key), content);
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        NamedBlob blob = named(BlobNames.check(key));
        if (offset < 0) {
            throw new IllegalArgumentException("offset is negative: " + offset);
        }
        return BlobReader.open(blob, offset, transfers, partSize);
    }

    @Override
    public void download(String key, Path file) throws IOException {
        // The file has been changed when a blob turns out to have been replaced.
        attempts.untilUnchanged(
                () -> {
                    BlobStore.super.download(key, file);
                    return file;
                },
                () -> true);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        return named(BlobNames.check(key))
                .properties()
                .map(found -> new BlobInfo(
                        key, found.getBlobSize(), found.getLastModified().toInstant()));
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        BlobStores.checkLimit(limit);
        boolean first = after.compareTo(prefix) < 0;
        if (!BlobKeys.isPrefix(prefix) || !(first || after.startsWith(prefix))) {
            return List.of();
        }
        List<BlobInfo> found = new ArrayList<>();
        BlobPages pages = new BlobPages(
                container, attempts, "list blobs in " + this, root + prefix, root + (first ? prefix : after));
        // The blob to begin at is among the first page.
        int size = Math.min(limit, LONGEST_PAGE - 1) + 1;
        while (found.size() < limit && pages.hasNext()) {
            for (BlobItem item : pages.next(size)) {
                String key = item.getName().substring(root.length());
                if (found.size() < limit && key.compareTo(after) > 0 && BlobKeys.isValid(key)) {
                    found.add(info(key, item));
                }
            }
            size = LONGEST_PAGE;
        }
        return List.copyOf(found);
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        String start = BlobNames.check(folder) + "/";
        List<BlobInfo> found = new ArrayList<>();
        BlobPages pages = new BlobPages(container, attempts, "list blobs in " + this, root + start, root + start);
        while (pages.hasNext()) {
            for (BlobItem item : pages.next(LONGEST_PAGE)) {
                String key = item.getName().substring(root.length());
                // What ends in a slash stands for a folder.
                if (key.length() > start.length() && key.indexOf('/', start.length()) < 0 && BlobNames.isInput(key)) {
                    found.add(info(key, item));
                }
            }
        }
        return found;
    }

    private static BlobInfo info(String key, BlobItem item) {
        return new BlobInfo(
                key,
                item.getProperties().getContentLength(),
                item.getProperties().getLastModified().toInstant());
    }

    @Override
    public boolean delete(String key) throws IOException {
        NamedBlob blob = blob(key);
        Optional<BlobProperties> found = blob.properties();
        return found.isPresent() && delete(blob, BlobWriter.ifStill(found.get()));
    }

    private boolean delete(NamedBlob blob, BlobRequestConditions conditions) throws IOException {
        return attempts.atLeastOnce("delete " + blob.name(), earlier -> {
            try {
                blob.client().deleteWithResponse(null, conditions, attempts.timeout(), Context.NONE);
                return true;
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("BlobNotFound")) {
                    return earlier.outcome() == Outcome.MAYBE;
                }
                if (Failures.isFailedCondition(e)) {
                    return true;
                }
                throw e;
            }
        });
    }

    /** Ends transfers in progress; the blobs stay. */
    @Override
    public void close() {
        transfers.close();
    }

    /** The store's address without account and credentials, such as {@code azure://my-container/recommender/}. */
    @Override
    public String toString() {
        return "azure://" + container.getBlobContainerName() + "/" + root;
    }

    private NamedBlob blob(String key) {
        return named(BlobKeys.check(key));
    }

    private NamedBlob named(String key) {
        return new NamedBlob(
                container.getBlobClient(root + key).getBlockBlobClient(), key, BlobStores.name(key, this), attempts);
    }
}
