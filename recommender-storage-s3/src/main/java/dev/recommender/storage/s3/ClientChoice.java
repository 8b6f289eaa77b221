package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import java.io.IOException;
import java.net.URI;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Which client of the SDK a builder's store or queue uses: the caller's, or one of its own. Used by one thread.
 *
 * @param <C> the kind of client
 */
final class ClientChoice<C extends AutoCloseable> {
    private @Nullable Supplier<C> given;
    private boolean owned = true;
    private @Nullable URI endpoint;
    private String region = "";

    /** A client, or the making of one, that the caller gives. */
    void give(Supplier<C> client, boolean isOwned) {
        given = client;
        owned = isOwned;
    }

    /** Another vendor's service, for a client of our own. */
    void endpoint(URI address, String regionName) {
        endpoint = address;
        region = regionName;
    }

    /** Whether the user of the client closes it. */
    boolean isOwned() {
        return owned;
    }

    boolean hasEndpoint() {
        return endpoint != null;
    }

    /**
     * The client.
     *
     * @param make prepares a client of our own, but for its endpoint and region
     * @throws IllegalStateException if both a client and an endpoint were given
     */
    C open(Attempts attempts, Supplier<? extends AwsClientBuilder<?, C>> make) throws IOException {
        if (given != null && endpoint != null) {
            throw new IllegalStateException("both a client and an endpoint are set; give the client the endpoint");
        }
        Supplier<C> client = given;
        if (client == null) {
            AwsClientBuilder<?, C> builder = make.get();
            if (endpoint != null) {
                builder.endpointOverride(endpoint);
            }
            builder.region(endpoint == null ? DefaultRegion.find() : Region.of(region));
            client = builder::build;
        }
        return attempts.once("make a client", client::get);
    }
}
