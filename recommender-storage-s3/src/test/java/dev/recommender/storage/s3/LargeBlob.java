package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Writes a large file to a bucket and reads it back: once with the SDK alone, in one request each, and once as a blob. Prints
 * how long each took. Arguments: the server's address, a bucket, the file.
 */
final class LargeBlob {
    private LargeBlob() {}

    /** A step that is timed. */
    private interface Step {
        void run() throws IOException;
    }

    public static void main(String[] arguments) throws IOException {
        URI address = URI.create(arguments[0]);
        String bucket = arguments[1];
        Path file = Path.of(arguments[2]);
        Path copy = Files.createTempFile(file.getParent(), "copy", "");
        long size = Files.size(file);
        try (S3Client client = S3Server.client(address).build();
                BlobStore store = S3BlobStore.builder(bucket)
                        .client(S3Server.client(address))
                        .open()) {
            Files.delete(copy);
            time(
                    "plain up",
                    size,
                    () -> client.putObject(object -> object.bucket(bucket).key("plain"), RequestBody.fromFile(file)));
            time(
                    "plain down",
                    size,
                    () -> client.getObject(
                            object -> object.bucket(bucket).key("plain"), ResponseTransformer.toFile(copy)));
            time("put", size, () -> store.put("put", BlobContent.of(file)));
            time("create", size, () -> store.create("create", BlobContent.of(file)));
            time("download", size, () -> store.download("create", copy));
        }
        long difference = Files.mismatch(file, copy);
        if (difference >= 0) {
            throw new IllegalStateException("the copy differs at byte " + difference);
        }
        System.out.printf(
                Locale.ROOT,
                "the heap was at most %d MiB%n",
                Runtime.getRuntime().maxMemory() >> 20);
    }

    private static void time(String what, long size, Step step) throws IOException {
        long start = System.nanoTime();
        step.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%-10s %6.1f s %7.1f MB/s%n", what, seconds, size / seconds / 1e6);
    }
}
