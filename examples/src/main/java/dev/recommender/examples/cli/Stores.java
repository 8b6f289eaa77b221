package dev.recommender.examples.cli;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import dev.recommender.storage.s3.S3BlobStore;
import dev.recommender.storage.s3.S3BlobStoreBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/** Opens what {@code --store} names. */
final class Stores {
    private static final String S3 = "s3://";

    private Stores() {}

    /**
     * A store in a folder or a bucket that is there already, so that a slip of the pen does not make an empty store.
     *
     * @throws UsageException if the text names a kind of store that there is not
     */
    static BlobStore open(String store) throws IOException {
        if (store.startsWith(S3)) {
            return bucket(store, System.getenv()).open();
        }
        if (store.contains("://")) {
            throw new UsageException("--store \"" + store + "\": a store is a folder or s3://bucket/prefix");
        }
        Path folder = Path.of(store);
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(store);
        }
        return FileBlobStore.open(folder);
    }

    /** The bucket and prefix of an address, at Amazon or where the environment says. */
    static S3BlobStoreBuilder bucket(String store, Map<String, String> environment) {
        String[] words = store.substring(S3.length()).split("/", 2);
        String prefix = words.length > 1 ? words[1].replaceFirst("/$", "") : "";
        try {
            S3BlobStoreBuilder builder = S3BlobStore.builder(words[0]).prefix(prefix);
            String endpoint =
                    environment.getOrDefault("AWS_ENDPOINT_URL_S3", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
            return endpoint.isEmpty()
                    ? builder
                    : builder.endpoint(URI.create(endpoint), environment.getOrDefault("AWS_REGION", "us-east-1"));
        } catch (IllegalArgumentException e) {
            throw new UsageException("--store \"" + store + "\": " + e.getMessage());
        }
    }
}
