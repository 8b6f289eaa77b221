package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.specialized.BlockBlobClient;
import dev.recommender.storage.Attempts;
import java.io.IOException;
import java.util.Optional;

/**
 * A blob in the service, there or not.
 *
 * @param client makes requests for it
 * @param key its key
 * @param name what it is called in messages
 * @param attempts how its requests are repeated
 */
record NamedBlob(BlockBlobClient client, String key, String name, Attempts attempts) {
    /** What the service knows of it; empty if it is not there. */
    Optional<BlobProperties> properties() throws IOException {
        return attempts.atLeastOnce("look for " + name, () -> {
            try {
                return Optional.of(client.getPropertiesWithResponse(null, attempts.timeout(), Context.NONE)
                        .getValue());
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("BlobNotFound")) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }
}
