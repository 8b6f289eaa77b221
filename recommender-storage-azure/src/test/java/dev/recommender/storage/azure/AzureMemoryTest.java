package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AzureMemoryTest {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    /** {@link BlobTransfer} checks what comes back. */
    @Test
    void aBlobLargerThanTheHeapGoesUpAndDown() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BlobTransfer.class.getName(),
                        "160",
                        AZURITE.server().connectionString())
                .redirectErrorStream(true)
                .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(told).isZero();
        assertThat(told).contains("store down", "max heap 96 MiB");
    }
}
