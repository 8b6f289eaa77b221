package dev.recommender.storage.azure;

import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.queue.QueueClientBuilder;
import dev.recommender.storage.testing.ServerProcess;
import dev.recommender.storage.testing.TestServers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Azurite, the storage emulator, for all tests of a JVM: installed from npm once per user, started when first asked for,
 * with an account whose key nobody else knows, and ended with the JVM.
 */
final class Azurite {
    static final String ACCOUNT = "recommender";

    private static final String VERSION = "3.35.0";
    private static final Duration INSTALLING = Duration.ofMinutes(5);
    private static final Duration STARTING = Duration.ofSeconds(60);

    private static Object started = new Object();

    private final String key;
    private final int blobPort;
    private final int queuePort;
    private final int tablePort;

    private Azurite(String key, int blobPort, int queuePort, int tablePort) {
        this.key = key;
        this.blobPort = blobPort;
        this.queuePort = queuePort;
        this.tablePort = tablePort;
    }

    /** The running server; the calling test is skipped, or fails, where there can be none. */
    static synchronized Azurite running() {
        if (started.getClass() == Object.class) {
            try {
                started = start();
            } catch (IOException e) {
                started = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                started = e;
            }
        }
        if (started instanceof Azurite server) {
            return server;
        }
        throw TestServers.missing("Azurite", (Exception) started);
    }

    /** A new name, valid for containers, queues and tables. */
    static String newName() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The account's secret. */
    String key() {
        return key;
    }

    int blobPort() {
        return blobPort;
    }

    int queuePort() {
        return queuePort;
    }

    int tablePort() {
        return tablePort;
    }

    /** All that a client has to know. */
    String connectionString() {
        return connectionString(blobPort, queuePort, tablePort);
    }

    /** The same by way of other ports, such as a proxy's. */
    String connectionString(int blob, int queue, int table) {
        return "DefaultEndpointsProtocol=http;AccountName=" + ACCOUNT + ";AccountKey=" + key
                + ";BlobEndpoint=http://127.0.0.1:" + blob + "/" + ACCOUNT
                + ";QueueEndpoint=http://127.0.0.1:" + queue + "/" + ACCOUNT
                + ";TableEndpoint=http://127.0.0.1:" + table + "/" + ACCOUNT + ";";
    }

    BlobContainerClientBuilder container(String name) {
        return new BlobContainerClientBuilder()
                .connectionString(connectionString())
                .containerName(name);
    }

    QueueClientBuilder queue(String name) {
        return new QueueClientBuilder().connectionString(connectionString()).queueName(name);
    }

    TableClientBuilder table(String name) {
        return new TableClientBuilder().connectionString(connectionString()).tableName(name);
    }

    private static Azurite start() throws IOException, InterruptedException {
        Path main = installed().resolve("node_modules/azurite/dist/src/azurite.js");
        byte[] secret = new byte[64];
        new SecureRandom().nextBytes(secret);
        Azurite server = new Azurite(
                Base64.getEncoder().encodeToString(secret),
                TestServers.freePort(),
                TestServers.freePort(),
                TestServers.freePort());
        ProcessBuilder node = new ProcessBuilder(
                "node",
                main.toString(),
                "--inMemoryPersistence",
                "--disableTelemetry",
                "--silent",
                // It knows no version of the interface as new as the one that the client asks for.
                "--skipApiVersionCheck",
                "--blobPort",
                Integer.toString(server.blobPort),
                "--queuePort",
                Integer.toString(server.queuePort),
                "--tablePort",
                Integer.toString(server.tablePort));
        node.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + server.key);
        Path target = Files.createDirectories(Path.of("target"));
        node.directory(target.toFile());
        // It opens the tables' port last.
        ServerProcess.start(node, target.resolve("azurite.log"), server.tablePort, STARTING);
        return server;
    }

    /** The folder of the installation, in the user's cache; one process makes it, and only a whole one gets its name. */
    private static Path installed() throws IOException, InterruptedException {
        Path cache = Files.createDirectories(Path.of(System.getProperty("user.home"), ".cache", "recommender-tests")
                .toAbsolutePath());
        Path folder = cache.resolve("azurite-" + VERSION);
        try (FileChannel channel = FileChannel.open(
                        cache.resolve("azurite.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                AutoCloseable lock = channel.lock()) {
            if (!Files.exists(folder)) {
                Path made = Files.createTempDirectory(cache, "azurite-installing-");
                install(made);
                Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            return folder;
        } catch (IOException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        List<String> command = new ArrayList<>(windows ? List.of("cmd", "/c") : List.of());
        command.addAll(
                List.of("npm", "install", "--no-audit", "--no-fund", "--no-save", "--prefix", folder.toString()));
        command.add("azurite@" + VERSION);
        Path log = folder.resolve("install.log");
        Process npm = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(INSTALLING.toSeconds(), TimeUnit.SECONDS)) {
            npm.destroyForcibly();
            throw new IOException("npm did not install azurite@" + VERSION + " within " + INSTALLING);
        }
        if (npm.exitValue() != 0) {
            throw new IOException("npm could not install azurite@" + VERSION + ": " + Files.readString(log));
        }
    }
}
