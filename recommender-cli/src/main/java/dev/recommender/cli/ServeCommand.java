package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.examples.Shop;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.web.ApiKeys;
import dev.recommender.web.RecommenderHandler;
import dev.recommender.web.RecommenderServer;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private static final String DEMO_USAGE = "demo/usage.csv";
    private static final String DEMO_CATALOG = "demo/catalog.csv";
    private static final int PAGE = 1000;

    @Option(
            names = "--store",
            paramLabel = "STORE",
            description =
                    "The store of models and data: a folder, which is made if it is not there, s3://bucket/prefix, or"
                            + " azure://container/prefix; default: the folder " + DEFAULT_STORE + ".")
    String store = DEFAULT_STORE;

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
            paramLabel = "TIME",
            description =
                    "How long to answer on, as not ready, when asked to stop, such as 10s; default: stop at once.")
    @Nullable
    String drain;

    @Option(names = "--no-page", description = "Have no page for people: answer programs alone.")
    boolean noPage;

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

    private Telemetry telemetry = Telemetry.none();

    @Override
    public Integer call() throws IOException {
        if (noWorker) {
            UsageException.refuse(spec, "beside --no-worker", "--worker-threads");
        }
        if (noPage) {
            UsageException.refuse(spec, "beside --no-page", "--allow-pictures");
        }
        telemetry = Telemetry.detect();
        if (Stores.make(store)) {
            say("made the folder " + store + " for a new store");
        }
        StoreOptions options = new StoreOptions();
        options.store = store;
        options.cache = cache;
        options.runOnStore(
                builder -> builder.refreshInterval(Duration.ofSeconds(10)).listener(telemetry.serving()), this::serve);
        return 0;
    }

    private void serve(BlobStore opened, ModelService service) throws IOException {
        RecommenderServer.Builder server = server(handler(opened, service));
        CountDownLatch asked = new CountDownLatch(1);
        Interruption interruption = Interruption.listen(asked::countDown);
        try {
            if (demo) {
                say(openDemo(opened, service));
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
            say("serving at " + server.uri() + ", " + worker + ", "
                    + (needsKeys() ? "with keys" : "without keys, for this machine alone"));
            if (keystore == null && !InetAddress.getByName(host).isLoopbackAddress()) {
                say("keys and answers are not encrypted: use --keystore, or a proxy that does TLS");
            }
            asked.await();
            say("stopping: what is under way is answered first");
        } catch (InterruptedException e) {
            // Who interrupts asks for the end, too; the flag would only disturb the stop.
            asked.countDown();
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private RecommenderHandler handler(BlobStore opened, ModelService service) throws IOException {
        RecommenderHandler.Builder handler =
                RecommenderHandler.builder(service, opened).telemetry(telemetry);
        if (requestsPerSecond != null) {
            UsageException.naming("--requests-per-second", handler::requestsPerSecond, requestsPerSecond);
        }
        origins.forEach(origin -> UsageException.naming("--allow-origin", handler::allowOrigin, origin));
        pictures.forEach(origin -> UsageException.naming("--allow-pictures", handler::allowPictures, origin));
        if (noPage) {
            handler.withoutPage();
        }
        if (needsKeys()) {
            ApiKeys keys = ApiKeys.in(opened);
            if (keys.list().isEmpty()) {
                throw new UsageException((requireKeys ? "--require-keys" : "--host \"" + host + "\"")
                        + ": the store has no keys; make one with keys make --store " + store);
            }
            handler.keys(keys);
        }
        return handler.build();
    }

    private boolean needsKeys() throws IOException {
        return requireKeys || !InetAddress.getByName(host).isLoopbackAddress();
    }

    private RecommenderServer.Builder server(RecommenderHandler handler) throws IOException {
        RecommenderServer.Builder server = RecommenderServer.builder(handler).host(host);
        UsageException.naming("--port", server::port, port);
        if (drain != null) {
            UsageException.naming("--drain", server::drain, TimeSpan.of("--drain", drain));
        }
        Path file = keystore;
        if (file != null) {
            String password = System.getenv(PASSWORD);
            if (password == null) {
                throw new UsageException(
                        "--keystore \"" + file + "\": set the environment variable " + PASSWORD + " to its password");
            }
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException("--keystore \"" + file + "\"", null, "no such file");
            }
            try {
                server.tls(file, password);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--keystore \"" + file + "\": " + e.getMessage());
            }
        }
        return server;
    }

    private ModelWorker.Builder worker(ModelService service) {
        int others = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        ModelWorker.Builder worker = service.worker().listener(telemetry.working());
        return UsageException.naming(
                "--worker-threads", worker::threads, workerThreads == null ? others : workerThreads);
    }

    /** Makes a shop's files and requests a model, as far as that was not done before; returns a line on it. */
    private String openDemo(BlobStore opened, ModelService service) throws IOException {
        if (opened.info(DEMO_USAGE).isEmpty()) {
            putDemo(opened);
        }
        Optional<ModelRecord> there = demoModel(service);
        ModelId model = there.isPresent()
                ? there.get().id()
                : service.requestTraining(
                        TrainingRequest.of(DEMO_USAGE).catalog(DEMO_CATALOG).description("The demo shop"));
        boolean isCompleted =
                there.filter(known -> known.status() == ModelStatus.COMPLETED).isPresent();
        return "demo shop: model " + model
                + (isCompleted
                        ? " is completed"
                        : noWorker ? " waits for a worker elsewhere, of the same store" : " is being trained");
    }

    /** Puts the usage last, so that what there is of the files is whole where there is usage. */
    private static void putDemo(BlobStore opened) throws IOException {
        Path folder = Files.createTempDirectory("recommender-demo");
        try {
            Shop.open().write(folder);
            opened.put(DEMO_CATALOG, BlobContent.of(folder.resolve("catalog.csv")));
            opened.put(DEMO_USAGE, BlobContent.of(folder.resolve("usage.csv")));
        } finally {
            try (Stream<Path> written = Files.list(folder)) {
                for (Path file : written.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** The newest model of the demo shop that has not failed. */
    private static Optional<ModelRecord> demoModel(ModelService service) throws IOException {
        List<ModelRecord> page = service.registry().list(PAGE);
        while (!page.isEmpty()) {
            Optional<ModelRecord> found =
                    page.stream().filter(ServeCommand::isOfDemo).findFirst();
            if (found.isPresent() || page.size() < PAGE) {
                return found;
            }
            page = service.registry().list(page.get(PAGE - 1).id(), PAGE);
        }
        return Optional.empty();
    }

    private static boolean isOfDemo(ModelRecord model) {
        if (model.status() == ModelStatus.FAILED || !model.isRequested()) {
            return false;
        }
        try {
            return TrainingRequest.parse(model.request()).usage().equals(DEMO_USAGE);
        } catch (InvalidParametersException e) {
            // A request of another version is not that of the demo.
            return false;
        }
    }
}
