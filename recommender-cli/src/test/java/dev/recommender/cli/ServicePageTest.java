package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What docs/service.md tells people to type against a server can be typed from top to bottom. */
@Tag("slow")
@DisabledOnOs(OS.WINDOWS)
class ServicePageTest {
    private static final String PROGRAM = "java -jar recommender-cli/target/recommender.jar ";
    private static final String ADDRESS = "http://127.0.0.1:8080/";
    private static final Pattern SERVING = Pattern.compile("serving at (\\S+), ");

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void theCommandsWorkInTheirOrder() throws Exception {
        assumeTrue(
                List.of("/usr/bin/curl", "/bin/curl").stream().map(Path::of).anyMatch(Files::exists),
                "there is no curl");
        StringWriter served = new StringWriter();
        Path store = Files.createDirectory(folder.resolve("recommender-store"));
        CompletableFuture<Run> run = CompletableFuture.supplyAsync(
                () -> Run.to(served, "serve", "--port", 0, "--store", store, "--cache", folder.resolve("cache")),
                threads);
        String address = address(served, run);

        String written = script(address);

        assertThat(written)
                .contains("\"name\":\"shop/usage.csv\"", "\"status\":\"completed\"", "\"metric\":\"hit_rate\"")
                .contains("\"because\":", "\"source\":\"model\"", "\"category\":", "\"weight\":9", "\"restored\":1")
                .contains("\"trials\":[{\"number\":1,\"candidate\":\"sar: defaults\"")
                .contains("\"modelStatus\":\"Completed\"", "\"recommendedItemId\":")
                .contains("\"part\":2", "\"name\":\"shop/again.csv\"");
        threads.shutdownNow();
        assertThat(run.join().status()).isZero();
        assertThat(store.resolve("shop/usage.csv")).hasSameBinaryContentAs(folder.resolve("shop/usage.csv"));
    }

    /** Runs the blocks that use curl, by a shell; returns what they write. */
    private String script(String address) throws IOException, InterruptedException {
        StringBuilder script = new StringBuilder();
        for (ProjectFiles.Block block : ProjectFiles.blocks(ProjectFiles.file("docs/service.md"), "sh")) {
            String lines = String.join("\n", block.lines());
            if (lines.contains("curl ")) {
                script.append(lines).append('\n');
            }
        }
        assertThat(script.toString()).contains(ADDRESS);
        String java = Path.of(System.getProperty("java.home"), "bin", "java") + " -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' " + Main.class.getName() + " ";
        Path file = Files.writeString(
                folder.resolve("page.sh"),
                script.toString().replace(PROGRAM, java).replace(ADDRESS, address),
                UTF_8);
        Process process = new ProcessBuilder("sh", "-e", file.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String written = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(written).isZero();
        return written;
    }

    private static String address(StringWriter served, CompletableFuture<Run> run) throws InterruptedException {
        while (true) {
            Matcher address = SERVING.matcher(served.toString());
            if (address.find()) {
                return address.group(1);
            }
            assertThat(run).as(served.toString()).isNotDone();
            Thread.sleep(10);
        }
    }
}
