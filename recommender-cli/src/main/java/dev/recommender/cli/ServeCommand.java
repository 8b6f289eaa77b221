package dev.recommender.cli;

import dev.recommender.examples.Shop;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.web.ApiKeys;
import dev.recommender.web.RecommenderHandler;
import dev.recommender.web.RecommenderServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "serve",
        description = "Serves a store's models over HTTP, and trains what is requested, until it is stopped (Ctrl-C).",
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final String DEFAULT_STORE = "recommender-store";
    private static final String PASSWORD = "RECOMMENDER_KEYSTORE_PASSWORD";
    private static final String DEMO = "demo";

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description =
                    "The store of models and data: a folder, s3://bucket/prefix, or azure://container/prefix; default: the"
                            + " folder " + DEFAULT_STORE + ", which is made if needed.")
    @Nullable
    String store;

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Where models are copied to when they are opened; default: a folder for temporary files.")
    @Nullable
    Path cache;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "The name or address to listen at, 0.0.0.0 for all; default: 127.0.0.1, which no other machine reaches.")
    String host = "127.0.0.1";

    @Option(names = "--port", paramLabel = "N", description = "The port, 0 for any that is free; default: 8080.")
    int port = 8080;

    @Option(names = "--require-keys", description = "Answer nobody without a key, on this machine either; see keys.")
    boolean requireKeys;

    @Option(
            names = "--keystore",
            paramLabel = "FILE",
            description = "Answer by TLS, with the certificate and key of this PKCS #12 file, whose password is in the"
                    + " environment variable " + PASSWORD + ".")
    @Nullable
    Path keystore;

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            description = "How many requests each key may send; default: any number.")
    @Nullable
    Integer requestsPerSecond;

    @Option(
            names = "--allow-origin",
            paramLabel = "URL",
            description = "Let pages of this site use the service, such as https://shop.example; may be repeated.")
    List<String> origins = List.of();

    @Option(
            names = "--allow-pictures",
            paramLabel = "URL",
            description = "Let the page show pictures of items from this site, such as https://pictures.example; may be"
                    + " repeated.")
    List<String> pictures = List.of();

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            description = "How long to answer on, as not ready, when asked to stop; default: 0.")
    int drain;

    @Option(names = "--no-worker", description = "Train nothing: leave that to workers elsewhere.")
    boolean noWorker;

    @Option(
            names = "--worker-threads",
            paramLabel = "N",
            description = "How many threads a training may use; default: all processors but one.")
    @Nullable
    Integer workerThreads;

    @Option(names = "--demo", description = "Put the files of a generated shop into the store, and train on them.")
    boolean demo;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (noWorker) {
            UsageException.refuse(spec, "beside --no-worker", "--worker-threads");
        }
        StoreOptions options = new StoreOptions();
        options.store = store == null ? ownStore() : store;
        options.cache = cache;
        options.runOnStore(Duration.ofSeconds(10), this::serve);
        return 0;
    }

    private static String ownStore() throws IOException {
        return Files.createDirectories(Path.of(DEFAULT_STORE)).toString();
    }

    private void serve(BlobStore opened, ModelService service) throws IOException {
        RecommenderServer.Builder server = server(handler(opened, service));
        CountDownLatch asked = new CountDownLatch(1);
        Interruption interruption = Interruption.listen(asked::countDown);
        try {
            if (demo) {
                openDemo(opened, service);
            }
            if (noWorker) {
                answer(server, "no worker", asked);
            } else {
                try (ModelWorker worker = worker(service).start()) {
                    answer(server, "worker " + worker.name(), asked);
                }
            }
        } finally {
            interruption.done();
        }
    }

    private void answer(RecommenderServer.Builder builder, String worker, CountDownLatch asked) throws IOException {
        try (RecommenderServer server = builder.start()) {
            PrintWriter out = spec.commandLine().getOut();
            out.println("serving at " + server.uri() + ", " + worker + ", "
                    + (needsKeys() ? "with keys" : "without keys, for this machine alone"));
            out.flush();
            asked.await();
        } catch (InterruptedException e) {
            // Who interrupts asks for the end, too; the flag would only disturb the stop.
            asked.countDown();
        }
    }

    private RecommenderHandler handler(BlobStore opened, ModelService service) throws IOException {
        RecommenderHandler.Builder handler = RecommenderHandler.builder(service, opened);
        if (requestsPerSecond != null) {
            UsageException.naming("--requests-per-second", handler::requestsPerSecond, requestsPerSecond);
        }
        origins.forEach(origin -> UsageException.naming("--allow-origin", handler::allowOrigin, origin));
        pictures.forEach(origin -> UsageException.naming("--allow-pictures", handler::allowPictures, origin));
        if (needsKeys()) {
            ApiKeys keys = ApiKeys.in(opened);
            if (keys.list().isEmpty()) {
                throw new UsageException((requireKeys ? "--require-keys" : "--host \"" + host + "\"")
                        + ": the store has no keys; make one with keys make");
            }
            handler.keys(keys);
        }
        return handler.build();
    }

    private boolean needsKeys() throws IOException {
        return requireKeys || !InetAddress.getByName(host).isLoopbackAddress();
    }

    private RecommenderServer.Builder server(RecommenderHandler handler) {
        RecommenderServer.Builder server = RecommenderServer.builder(handler).host(host);
        UsageException.naming("--port", server::port, port);
        UsageException.naming("--drain", seconds -> server.drain(Duration.ofSeconds(seconds)), drain);
        Path file = keystore;
        if (file != null) {
            String password = System.getenv(PASSWORD);
            if (password == null) {
                throw new UsageException(
                        "--keystore \"" + file + "\": set the environment variable " + PASSWORD + " to its password");
            }
            server.tls(file, password);
        }
        return server;
    }

    private ModelWorker.Builder worker(ModelService service) {
        int others = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        ModelWorker.Builder worker = service.worker();
        return UsageException.naming(
                "--worker-threads", worker::threads, workerThreads == null ? others : workerThreads);
    }

    /** Makes a shop's files and requests a model, unless that was done before. */
    private static void openDemo(BlobStore opened, ModelService service) throws IOException {
        if (opened.info(DEMO + "/usage.csv").isPresent()) {
            return;
        }
        Path folder = Files.createTempDirectory("recommender-demo");
        List<Path> files = List.of(folder.resolve("catalog.csv"), folder.resolve("usage.csv"));
        try {
            Shop.open().write(folder);
            for (Path file : files) {
                opened.put(DEMO + "/" + file.getFileName(), BlobContent.of(file));
            }
        } finally {
            try (Stream<Path> written = Files.list(folder)) {
                for (Path file : written.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
        service.requestTraining(TrainingRequest.of(DEMO + "/usage.csv")
                .catalog(DEMO + "/catalog.csv")
                .description("The demo shop"));
    }
}
