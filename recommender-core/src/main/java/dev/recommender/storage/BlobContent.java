package dev.recommender.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes to be written. They can be read more than once, so that a store can try again. A store refuses a content that turns
 * out to have another size than it gives, with an {@link IOException}, and writes nothing.
 */
public interface BlobContent {
    /** The number of bytes. */
    long size() throws IOException;

    /** The bytes from the start; the caller closes the stream. */
    InputStream open() throws IOException;

    /**
     * All bytes, for a content that fits into one array.
     *
     * @throws IOException if there are more or fewer bytes than {@link #size} says
     */
    default byte[] readAll() throws IOException {
        byte[] bytes = new byte[Math.toIntExact(size())];
        try (InputStream stream = open()) {
            BlobStores.requireSize(bytes.length, stream.readNBytes(bytes, 0, bytes.length));
            BlobStores.requireEnd(bytes.length, stream);
        }
        return bytes;
    }

    /** The given bytes. */
    static BlobContent of(byte[] bytes) {
        byte[] copy = bytes.clone();
        return new BlobContent() {
            @Override
            public long size() {
                return copy.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(copy);
            }
        };
    }

    /** The given text in UTF-8. */
    static BlobContent of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The content of a file, which must not change until it is written. */
    static BlobContent of(Path file) {
        return new BlobContent() {
            @Override
            public long size() throws IOException {
                return Files.size(file);
            }

            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }
        };
    }
}
