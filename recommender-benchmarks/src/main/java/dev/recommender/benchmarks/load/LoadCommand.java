package dev.recommender.benchmarks.load;

import dev.recommender.benchmarks.data.ShapeOptions;
import dev.recommender.benchmarks.data.SyntheticEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.registry.ModelId;
import dev.recommender.sar.SarTrainer;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.fs.FileBlobStore;
import dev.recommender.web.RecommenderHandler;
import dev.recommender.web.RecommenderServer;
import dev.recommender.web.telemetry.Telemetry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "load",
        description =
                "Asks a server on loopback as fast as it answers: beside one with fixed answers, ten times too fast, and while"
                        + " its models change. Ends with status 1 if a request failed that should not.",
        mixinStandardHelpOptions = true)
public final class LoadCommand implements Callable<Integer> {
    private static final int OVERLOAD = 10;
    private static final int QUESTIONS = 4096;
    private static final double MEBIBYTE = 1 << 20;

    @Mixin
    ShapeOptions shape = new ShapeOptions();

    @Option(
            names = "--neighbors",
            paramLabel = "N",
            description = "How many neighbours the model keeps for each item; default: ${DEFAULT-VALUE}.")
    int neighbors = 200;

    @Option(
            names = "--clients",
            paramLabel = "N",
            description = "How many clients ask at the same time; default: ${DEFAULT-VALUE}.")
    int clients = 8;

    @Option(names = "--seconds", paramLabel = "N", description = "How long each step takes; default: ${DEFAULT-VALUE}.")
    int seconds = 10;

    @Option(
            names = "--requests",
            paramLabel = "N",
            description = "How many requests a client sends in a step at most; default: ${DEFAULT-VALUE}.")
    int requests = 2_000_000;

    @Option(names = "--rounds", paramLabel = "N", description = "How many turns; default: ${DEFAULT-VALUE}.")
    int rounds = 3;

    @Option(
            names = "--slots",
            paramLabel = "N",
            description =
                    "How many requests the overloaded server works on at the same time; default: ${DEFAULT-VALUE}.")
    int slots = 2;

    @Option(names = "--telemetry", description = "Count and time the requests, as serve does.")
    boolean telemetry;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        shape.requireValid();
        ShapeOptions.requireAtLeast("--neighbors", neighbors, 1);
        ShapeOptions.requireAtLeast("--clients", clients, 1);
        ShapeOptions.requireAtLeast("--seconds", seconds, 1);
        ShapeOptions.requireAtLeast("--requests", requests, 1);
        ShapeOptions.requireAtLeast("--rounds", rounds, 1);
        ShapeOptions.requireAtLeast("--slots", slots, 1);
        Path folder = Files.createTempDirectory("recommender-load");
        try {
            return run(folder);
        } finally {
            deleteAll(folder);
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private int run(Path folder) throws IOException {
        Telemetry told = telemetry ? Telemetry.detect() : Telemetry.none();
        try (BlobStore store = FileBlobStore.open(Files.createDirectory(folder.resolve("store")));
                ModelService service = ModelService.builder(store)
                        .cacheFolder(folder.resolve("cache"))
                        .refreshInterval(Duration.ofMillis(100))
                        .listener(told.serving())
                        .build()) {
            int users = publish(service, folder.resolve("load.model"));
            IntFunction<RecommenderHandler> handlers = most -> RecommenderHandler.builder(service, store)
                    .telemetry(told)
                    .maxRequests(most)
                    .build();
            boolean asPromised = rate(handlers, users);
            asPromised &= overload(handlers, users);
            asPromised &= swaps(handlers, service, users);
            return asPromised ? 0 : 1;
        }
    }

    /** Trains a model and publishes it twice; returns how many users it has. */
    private int publish(ModelService service, Path file) throws IOException {
        SyntheticEvents events = shape.draw();
        try (NeighborModel model = SarTrainer.builder()
                .supportThreshold(1)
                .maxNeighbors(neighbors)
                .build()
                .train(events.usage(1))
                .model()) {
            model.save(file);
        }
        service.publish(file, "one");
        service.publish(file, "other");
        say(String.format(
                Locale.ROOT,
                "model of %,d events, %,d bytes, %d neighbours",
                events.size(),
                Files.size(file),
                neighbors));
        Files.delete(file);
        return events.users();
    }

    /** Asks for the ten best of users at random, the same ones for the same seed. */
    private List<byte[]> questions(RecommenderServer server, String address, int users) {
        Random random = new Random(shape.seed);
        List<byte[]> questions = new ArrayList<>(QUESTIONS);
        for (int at = 0; at < QUESTIONS; at++) {
            String query = "{\"user\": \"u" + random.nextInt(users) + "\", \"count\": 10}";
            questions.add(Connection.post(server.uri(), address, query));
        }
        return questions;
    }

    private Clients clients(int count) {
        return new Clients(count, seconds, requests);
    }

    private static RecommenderServer start(RecommenderHandler handler) throws IOException {
        return RecommenderServer.builder(handler).port(0).start();
    }

    private boolean rate(IntFunction<RecommenderHandler> handlers, int users) throws IOException {
        long failures = 0;
        try (RecommenderServer server = start(handlers.apply(clients))) {
            int port = server.uri().getPort();
            List<byte[]> questions = questions(server, "/api/v1/recommend", users);
            byte[] answer;
            try (Connection connection = new Connection(port)) {
                answer = connection.ask(questions.get(0)).body();
            }
            try (FixedServer fixed = new FixedServer(answer)) {
                say(String.format(
                        Locale.ROOT,
                        "%d clients, in turns of %d s, after one of each that does not count:",
                        clients,
                        seconds));
                clients(clients).ask(fixed.port(), questions);
                clients(clients).ask(port, questions);
                for (int round = 1; round <= rounds; round++) {
                    Tally bare = clients(clients).ask(fixed.port(), questions);
                    Tally asked = clients(clients).ask(port, questions);
                    say(String.format(Locale.ROOT, "  fixed answer of %d bytes: %s", answer.length, bare));
                    say(String.format(Locale.ROOT, "  recommend:               %s", asked));
                    say(String.format(
                            Locale.ROOT,
                            "  recommend beside fixed: requests a second %.2f, p50 %.2f, p99 %.2f",
                            asked.perSecond() / bare.perSecond(),
                            asked.micros(0.5) / bare.micros(0.5),
                            asked.micros(0.99) / bare.micros(0.99)));
                    failures += bare.failures() + bare.busy() + asked.failures() + asked.busy();
                }
            }
        }
        return failures == 0;
    }

    private boolean overload(IntFunction<RecommenderHandler> handlers, int users) throws IOException {
        try (RecommenderServer server = start(handlers.apply(slots))) {
            int port = server.uri().getPort();
            List<byte[]> questions = questions(server, "/api/v1/recommend", users);
            clients(1).ask(port, questions);
            Tally before = clients(1).ask(port, questions);
            double heapBefore = usedHeap();
            Tally during = clients(OVERLOAD * slots).ask(port, questions);
            double heapAfter = usedHeap();
            Tally after = clients(1).ask(port, questions);
            say(String.format(
                    Locale.ROOT,
                    "%d clients of a server that works on %d requests at the same time:",
                    OVERLOAD * slots,
                    slots));
            say(String.format(Locale.ROOT, "  before, one client:      %s", before));
            say(String.format(Locale.ROOT, "  overloaded:              %s", during));
            say(String.format(Locale.ROOT, "  after, one client:       %s", after));
            say(String.format(
                    Locale.ROOT,
                    "  after beside before: requests a second %.2f; heap in use %.0f MiB before, %.0f MiB after",
                    after.perSecond() / before.perSecond(),
                    heapBefore / MEBIBYTE,
                    heapAfter / MEBIBYTE));
            return before.failures() + during.failures() + after.failures() == 0;
        }
    }

    /** The bytes that are in use after the garbage is collected. */
    private static double usedHeap() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private boolean swaps(IntFunction<RecommenderHandler> handlers, ModelService service, int users)
            throws IOException {
        List<ModelId> models =
                service.registry().list(2).stream().map(model -> model.id()).toList();
        service.registry().setAlias("swapped", models.get(0));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (RecommenderServer server = start(handlers.apply(clients))) {
            List<byte[]> questions = questions(server, "/api/v1/aliases/swapped/recommend", users);
            clients(1).ask(server.uri().getPort(), questions.subList(0, 1));
            long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
            Future<Integer> swapping = thread.submit(() -> swap(service, models, end));
            Tally asked = clients(clients).ask(server.uri().getPort(), questions);
            int swaps = get(swapping);
            say(String.format(Locale.ROOT, "%d clients, while the alias got another model %,d times:", clients, swaps));
            say(String.format(
                    Locale.ROOT,
                    "  recommend:               %s; answers by model %s",
                    asked,
                    asked.models().values()));
            return asked.failures() + asked.busy() == 0;
        } finally {
            thread.shutdownNow();
        }
    }

    /** Gives an alias the other model again and again, as often as that is noticed; a change takes a look at the store. */
    private static int swap(ModelService service, List<ModelId> models, long end) throws IOException {
        int swaps = 0;
        while (System.nanoTime() < end) {
            swaps++;
            service.registry().setAlias("swapped", models.get(swaps % 2));
            service.provider().refresh();
        }
        return swaps;
    }

    private static int get(Future<Integer> swapping) throws IOException {
        try {
            return swapping.get();
        } catch (ExecutionException e) {
            throw new IOException("an alias could not be changed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while models are changed", e);
        }
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
