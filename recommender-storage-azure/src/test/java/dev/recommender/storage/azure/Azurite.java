package dev.recommender.storage.azure;

import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.queue.QueueClientBuilder;
import dev.recommender.testing.servers.ServerExtension;
import dev.recommender.testing.servers.ServerProcess;
import dev.recommender.testing.servers.TestServers;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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

/** Azurite, the emulator of Azure Storage, in memory, with an account whose key is new for each server. */
public final class Azurite implements AutoCloseable {
    static final String ACCOUNT = "recommender";

    private static final String VERSION = "3.35.0";
    private static final Duration INSTALLING = Duration.ofMinutes(5);
    private static final Duration STARTING = Duration.ofMinutes(1);

    private final String scheme;
    private final String key = newKey();
    private final int blobPort = TestServers.freePort();
    private final int queuePort = TestServers.freePort();
    private final int tablePort = TestServers.freePort();
    private final ServerProcess process;

    private Azurite(Path installed, String scheme, List<String> more) throws IOException, InterruptedException {
        this.scheme = scheme;
        ProcessBuilder node = new ProcessBuilder(
                "node",
                installed.resolve("node_modules/azurite/dist/src/azurite.js").toString(),
                "--inMemoryPersistence",
                "--disableTelemetry",
                "--silent",
                // It knows no version of the interface as new as the one that the client asks for.
                "--skipApiVersionCheck",
                "--blobPort",
                Integer.toString(blobPort),
                "--queuePort",
                Integer.toString(queuePort),
                "--tablePort",
                Integer.toString(tablePort));
        node.command().addAll(more);
        node.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + key);
        Path target = Files.createDirectories(Path.of("target"));
        node.directory(target.toFile());
        // The tables' port is the last to be opened.
        process = ServerProcess.start(node, target.resolve("azurite-" + tablePort + ".log"), tablePort, STARTING);
    }

    /** Installs it from npm, once per user, and starts it. */
    static Azurite start() throws IOException, InterruptedException {
        return new Azurite(installed(), "http", List.of());
    }

    /**
     * Starts one that is reached by TLS, and also by who has a token, of any issuer and signature.
     *
     * @param certificate a file in format PKCS #12 with the server's key
     */
    public static Azurite startSecured(Path certificate, String password) throws IOException, InterruptedException {
        String file = certificate.toAbsolutePath().toString();
        return new Azurite(installed(), "https", List.of("--oauth", "basic", "--cert", file, "--pwd", password));
    }

    /** The server for the tests of a JVM. */
    public static final class Shared extends ServerExtension<Azurite> {
        @Override
        protected String name() {
            return "Azurite";
        }

        @Override
        protected Azurite start() throws IOException, InterruptedException {
            return Azurite.start();
        }
    }

    /** A new name, valid for containers, queues and tables. */
    public static String newName() {
        return "t" + UUID.randomUUID().toString().replace("-", "");
    }

    /** The account's secret. */
    public String key() {
        return key;
    }

    int blobPort() {
        return blobPort;
    }

    /** Where the account's blobs are. */
    public String blobEndpoint() {
        return scheme + "://127.0.0.1:" + blobPort + "/" + ACCOUNT;
    }

    int queuePort() {
        return queuePort;
    }

    int tablePort() {
        return tablePort;
    }

    /** A container of the account. */
    public BlobContainerClientBuilder container(String name) {
        return container(name, blobPort);
    }

    /** A container by way of another port, such as a proxy's. */
    BlobContainerClientBuilder container(String name, int port) {
        return new BlobContainerClientBuilder()
                .connectionString(connectionString(port))
                .containerName(name);
    }

    QueueClientBuilder queue(String name) {
        return queue(name, queuePort);
    }

    /** A queue by way of another port. */
    QueueClientBuilder queue(String name, int port) {
        return new QueueClientBuilder().connectionString(connectionString(port)).queueName(name);
    }

    TableClientBuilder table(String name) {
        return table(name, tablePort);
    }

    /** A table by way of another port. */
    TableClientBuilder table(String name, int port) {
        return new TableClientBuilder().connectionString(connectionString(port)).tableName(name);
    }

    /** All that a client has to know to use blobs, queues and tables. */
    public String connectionString() {
        return connectionString(blobPort, queuePort, tablePort);
    }

    /** The same by way of other ports. */
    String connectionString(int blob, int queue, int table) {
        String endpoint = "Endpoint=" + scheme + "://127.0.0.1:%d/" + ACCOUNT + ";";
        return String.format(
                Locale.ROOT,
                "DefaultEndpointsProtocol=" + scheme + ";AccountName=" + ACCOUNT + ";AccountKey=" + key + ";Blob"
                        + endpoint + "Queue" + endpoint + "Table" + endpoint,
                blob,
                queue,
                table);
    }

    private String connectionString(int port) {
        return connectionString(port, port, port);
    }

    private static String newKey() {
        byte[] secret = new byte[64];
        new SecureRandom().nextBytes(secret);
        return Base64.getEncoder().encodeToString(secret);
    }

    /** The folder of the installation, in the user's cache; one process makes it, and only a whole one gets its name. */
    private static Path installed() throws IOException, InterruptedException {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "recommender-tests");
        Files.createDirectories(cache);
        Path folder = cache.resolve("azurite-" + VERSION);
        try (FileChannel channel =
                FileChannel.open(cache.resolve("azurite.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            FileLock lock = channel.lock();
            if (!Files.exists(folder)) {
                Path made = Files.createTempDirectory(cache, "azurite-installing-");
                install(made);
                Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
            }
            lock.release();
            return folder;
        }
    }

    private static void install(Path folder) throws IOException, InterruptedException {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
        List<String> command = new ArrayList<>(windows ? List.of("cmd", "/c") : List.of());
        command.addAll(List.of("npm", "install", "--no-audit", "--no-fund", "--prefix", folder.toString()));
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

    @Override
    public void close() {
        process.close();
    }
}
