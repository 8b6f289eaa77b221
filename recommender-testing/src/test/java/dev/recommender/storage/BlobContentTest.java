package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobContentTest {
    @Test
    void contentsGiveAllTheirBytes(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "text");
        assertThat(BlobContent.of(file).readAll()).asString().isEqualTo("text");
        assertThat(BlobContent.of("täxt").readAll()).hasSize(5);
        assertThat(BlobContent.of(new byte[0]).readAll()).isEmpty();
    }

    @Test
    void contentsOfAnotherSizeThanTheySayAreRefused() {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> content(3, 4).readAll())
                .withMessage("the content has only 3 bytes, but its size is given as 4");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> content(4, 3).readAll())
                .withMessage("the content has more than 3 bytes, but its size is given as 3");
    }

    /** A content of some bytes that says that it has so many. */
    static BlobContent content(int bytes, long size) {
        return new BlobContent() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(new byte[bytes]);
            }
        };
    }
}
