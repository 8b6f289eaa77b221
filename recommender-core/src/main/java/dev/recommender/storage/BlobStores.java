package dev.recommender.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What adapters of stores share. */
public final class BlobStores {
    private BlobStores() {}

    /**
     * Finds out whether a store keeps the promise that all else is built on: that {@link BlobStore#create} does not touch a
     * blob that is there. Some services and many that imitate them ignore that condition and replace the blob. An adapter
     * calls this when it is opened; it writes, reads and deletes one small blob {@code _probe/…}.
     *
     * @throws UnsuitableStoreException if the store replaced the blob, or said that it created it twice
     * @throws IOException if the store cannot be used at all
     */
    public static void probe(BlobStore store) throws IOException {
        String key = "_probe/" + UUID.randomUUID();
        String first = "the first of two";
        try {
            boolean created = store.create(key, BlobContent.of(first));
            boolean createdAgain = store.create(key, BlobContent.of("the second of two, which must not be seen"));
            String seen;
            try (InputStream stream = store.get(key)) {
                seen = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (!created || createdAgain || !seen.equals(first)) {
                throw new UnsuitableStoreException(
                        "the store does not create a blob only if there is none: of two creations of \""
                                + key + "\" the first returned " + created + ", the second " + createdAgain
                                + ", and it reads \"" + seen
                                + "\"; use a store that honours this condition (for S3, If-None-Match), or another version of it");
            }
        } finally {
            store.delete(key);
        }
    }
}
