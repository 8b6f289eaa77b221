package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A program of its own with a small heap carries a blob up and down. The system properties {@code transfer.mebibytes} and
 * {@code transfer.heap} make both larger, as {@code docs/azure.md} shows.
 */
@Tag("servers")
class AzureMemoryTest {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    /** {@link BlobTransfer} checks what comes back. */
    @Test
    void aBlobLargerThanTheHeapGoesUpAndDown() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + System.getProperty("transfer.heap", "128m"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BlobTransfer.class.getName(),
                        System.getProperty("transfer.mebibytes", "160"),
                        AZURITE.server().connectionString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(output);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("store down");
    }
}
