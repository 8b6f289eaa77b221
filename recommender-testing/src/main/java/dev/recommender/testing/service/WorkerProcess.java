package dev.recommender.testing.service;

import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.KillingBlobStore.Moment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A worker in a process of its own, which dies at a call to its store, or ends when its standard input does. */
public final class WorkerProcess {
    private WorkerProcess() {}

    /** Arguments: class of {@link ServiceStores}, place, local folder, fatal call, moment. */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        ServiceStores stores = Class.forName(arguments[0])
                .asSubclass(ServiceStores.class)
                .getDeclaredConstructor()
                .newInstance();
        Path local = Path.of(arguments[2]);
        try (BlobStore opened = stores.open(arguments[1]);
                BlobStore store =
                        new KillingBlobStore(opened, Integer.parseInt(arguments[3]), Moment.valueOf(arguments[4]));
                ModelService service = stores.service(store, arguments[1])
                        .cacheFolder(local.resolve("cache"))
                        .build();
                ModelWorker worker = options(service, local).start()) {
            System.out.println(worker.name());
            System.in.transferTo(System.out);
        }
    }

    /** Options of workers that are in a hurry, and that may lose many a claim on a machine that stands still at times. */
    public static ModelWorker.Builder options(ModelService service, Path local) {
        return service.worker()
                .folder(local.resolve("work"))
                .visibility(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .cancelCheckInterval(Duration.ofMillis(100))
                .maxAttempts(100)
                .backoff(Duration.ofMillis(100))
                .transferRetryDelay(Duration.ofMillis(10))
                .sweepInterval(Duration.ofSeconds(1))
                .requeueAfter(Duration.ofSeconds(3))
                .threads(1);
    }

    /** Starts a process that lives until its standard input ends; see {@link #start(List, Class, String, Path, int, Moment)}. */
    public static Process start(List<String> prefix, Class<? extends ServiceStores> stores, String place, Path local)
            throws IOException {
        return start(prefix, stores, place, local, 0, Moment.BEFORE);
    }

    /**
     * Starts such a process, whose output goes to a file {@code worker-….log} in the local folder.
     *
     * @param prefix what to put before the command
     */
    static Process start(
            List<String> prefix,
            Class<? extends ServiceStores> stores,
            String place,
            Path local,
            int fatal,
            Moment moment)
            throws IOException {
        Files.createDirectories(local);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                stores.getName(),
                place,
                local.toString(),
                Integer.toString(fatal),
                moment.name()));
        File log = local.resolve("worker-" + System.nanoTime() + ".log").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
    }
}
