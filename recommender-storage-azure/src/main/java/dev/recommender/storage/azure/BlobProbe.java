package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.UnsuitableStoreException;
import dev.recommender.storage.azure.BlobWriter.Outcome;
import java.io.Closeable;
import java.io.IOException;
import java.util.UUID;

/** Finds out, with a blob whose name no key can have, whether a service honours the conditions that the store lives by. */
final class BlobProbe {
    private final BlobContainerClient container;
    private final Calls calls;
    private final BlobWriter writer;

    BlobProbe(BlobContainerClient container, Calls calls, BlobWriter writer) {
        this.container = container;
        this.calls = calls;
        this.writer = writer;
    }

    /**
     * Writes the blob and deletes it again.
     *
     * @throws UnsuitableStoreException if the service ignores a condition
     * @throws StorageException if the container is missing or not accessible
     */
    @SuppressWarnings("try") // The probe is there to be deleted.
    void run(String root) throws IOException {
        BlockBlobClient blob =
                container.getBlobClient(root + ".probe-" + UUID.randomUUID()).getBlockBlobClient();
        createProbe(blob);
        try (Closeable probe = () -> delete(blob)) {
            if (writer.write(blob, BlobContent.of("again"), BlobWriter.ifAbsent()) == Outcome.WRITTEN) {
                throw ignored("If-None-Match");
            }
            BlobRequestConditions stale = new BlobRequestConditions().setIfMatch("\"0x0\"");
            if (writer.write(blob, BlobContent.of("stale"), stale) == Outcome.WRITTEN) {
                throw ignored("If-Match");
            }
        }
    }

    private void delete(BlockBlobClient blob) throws IOException {
        calls.run(
                "delete the probe of container \"" + container.getBlobContainerName() + "\"",
                again -> blob.deleteIfExistsWithResponse(null, null, calls.timeout(), Context.NONE)
                        .getValue());
    }

    private void createProbe(BlockBlobClient blob) throws IOException {
        try {
            writer.write(blob, BlobContent.of("probe"), BlobWriter.ifAbsent());
        } catch (StorageException e) {
            if (!Failures.code(e).equals("ContainerNotFound")) {
                throw e;
            }
            throw new StorageException(
                    e.kind(),
                    "there is no container \"" + container.getBlobContainerName()
                            + "\" in the account: create it, or correct its name",
                    e.requestId().orElse(""),
                    e);
        }
    }

    private UnsuitableStoreException ignored(String condition) {
        return new UnsuitableStoreException(
                "the service behind container \"" + container.getBlobContainerName() + "\" ignores " + condition
                        + ", so writers would overwrite each other; use one that honours conditional requests");
    }
}
