package dev.recommender.storage.azure;

import com.azure.storage.blob.BlobContainerClientBuilder;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;

/** A process of its own that never ends writing a blob: after some blocks it prints a line, and waits. */
final class DyingWriter {
    static final int BLOCK = 16 << 10;
    static final int PRINTED_AFTER = 6 * BLOCK;

    private DyingWriter() {}

    /** The arguments: the connection string, the container, the key, and {@code create} or {@code put}. */
    public static void main(String[] arguments) throws IOException {
        BlobContainerClientBuilder container =
                new BlobContainerClientBuilder().connectionString(arguments[0]).containerName(arguments[1]);
        try (BlobStore store =
                AzureBlobStore.builder(container).partSize(BLOCK).parallelism(2).open()) {
            if (arguments[3].equals("create")) {
                store.create(arguments[2], new Endless());
            } else {
                store.put(arguments[2], new Endless());
            }
        }
    }

    private static final class Endless implements BlobContent {
        @Override
        public long size() {
            return 100L * BLOCK;
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private int given;

                @Override
                public int read() throws IOException {
                    if (given++ == PRINTED_AFTER) {
                        System.out.println("under way");
                        try {
                            Thread.sleep(Long.MAX_VALUE);
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    return 'x';
                }
            };
        }
    }
}
