package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A blob that is larger than the heap. The system properties {@code large.megabytes} and {@code large.heap} make it larger
 * than the build does.
 */
@Tag("servers")
class LargeBlobTest {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    @TempDir
    private Path folder;

    @Test
    void aBlobLargerThanTheHeapGoesUpAndComesDown() throws Exception {
        Path file = folder.resolve("large");
        write(file, Integer.getInteger("large.megabytes", 128));
        String bucket = "large-" + UUID.randomUUID();
        CEPH.server().createBucket(bucket);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + System.getProperty("large.heap", "96m"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeBlob.class.getName(),
                        CEPH.server().address().toString(),
                        bucket,
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
            String output = Files.readString(folder.resolve("output"));
            System.out.println(output);
            assertThat(process.exitValue()).as(output).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void write(Path file, int megabytes) throws IOException {
        Random random = new Random(8);
        byte[] bytes = new byte[1 << 20];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (int megabyte = 0; megabyte < megabytes; megabyte++) {
                random.nextBytes(bytes);
                out.write(bytes);
            }
        }
    }
}
