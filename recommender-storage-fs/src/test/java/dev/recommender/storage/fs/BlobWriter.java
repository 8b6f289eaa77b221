package dev.recommender.storage.fs;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** A process of its own that writes to a store: creates blobs and prints how many, or replaces one for ever. */
final class BlobWriter {
    static final int BLOBS = 200;
    static final int SIZE = 50_000;

    private BlobWriter() {}

    public static void main(String[] arguments) throws IOException {
        try (BlobStore store = FileBlobStore.open(Path.of(arguments[0]))) {
            byte[] content = new byte[SIZE];
            Arrays.fill(content, Byte.parseByte(arguments[2]));
            int created = 0;
            for (int blob = 0; blob < BLOBS && arguments[1].equals("create"); blob++) {
                created += store.create("folder" + blob % 7 + "/blob" + blob, BlobContent.of(content)) ? 1 : 0;
            }
            while (arguments[1].equals("replace")) {
                content[0]++;
                Arrays.fill(content, content[0]);
                store.put("replaced", BlobContent.of(content));
            }
            System.out.println(created);
        }
    }
}
