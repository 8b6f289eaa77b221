package dev.recommender.testing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.recommender.Query;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.KillingBlobStore.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills worker processes at seeded moments of their work and has another worker take over. Whatever the moment, each model
 * is completed once or fails for its files, and nothing else is left of it.
 */
@SuppressWarnings("try") // Workers work by themselves.
public abstract class CrashContract {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int LANES = 3;
    private static final int COUNTS = 3;
    private static final int MORE_ROUNDS = 10;

    @TempDir
    private Path folder;

    /** How the stores are opened. */
    protected abstract Class<? extends ServiceStores> stores();

    /** A place of an empty store, another one each time. */
    protected abstract String newPlace() throws IOException;

    /** How many workers are killed. */
    protected int kills() {
        return 30;
    }

    @BeforeAll
    static void processesCanBeKilledAndFrozen() {
        if (!Files.isReadable(Path.of("/proc/self/status"))) {
            System.out.println("skipped: workers are killed and frozen by the signals of Linux");
            abort("there is no /proc here");
        }
    }

    @Test
    void ofAKilledWorkerAnotherTakesOver() throws Exception {
        long seed = Long.getLong("crash.seed", 5);
        int calls = callsOfOneTraining();
        ExecutorService executor = Executors.newFixedThreadPool(LANES);
        try {
            List<Future<Integer>> lanes = new ArrayList<>();
            for (int lane = 0; lane < LANES; lane++) {
                Random random = new Random(seed + lane);
                int rounds = kills() / LANES + (lane < kills() % LANES ? 1 : 0);
                Path local = Files.createDirectory(folder.resolve("lane" + lane));
                lanes.add(executor.submit((Callable<Integer>) () -> new Lane(random, local, calls).run(rounds)));
            }
            int midway = 0;
            for (Future<Integer> lane : lanes) {
                midway += lane.get();
            }
            System.out.printf(
                    "seed %d: %d workers killed, %d of them before the model was final, at calls 1 to %d%n",
                    seed, kills(), midway, calls);
            assertThat(midway).as("killed in time").isGreaterThanOrEqualTo(Math.max(1, kills() / 4));
        } finally {
            executor.shutdownNow();
        }
    }

    /** A worker that stands still for long and then goes on, as in a paused machine, does no harm. */
    @Test
    void ofAFrozenWorkerAnotherTakesOverAndItsReturnChangesNothing() throws Exception {
        Random random = new Random(Long.getLong("crash.seed", 5));
        int calls = callsOfOneTraining();
        String place = newPlace();
        ServiceStores stores = instance();
        Path local = Files.createDirectory(folder.resolve("frozen"));
        try (BlobStore store = stores.open(place);
                ModelService service = stores.service(store, place)
                        .cacheFolder(local.resolve("cache"))
                        .build()) {
            TrainingFiles.put(store);
            List<String> files = new ArrayList<>();
            int midway = 0;
            // More rounds only while none has been in time, each with an earlier call.
            for (int round = 0; round < kills() / 6 || midway == 0 && round < MORE_ROUNDS; round++) {
                ModelId model = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
                int call = calls / 4 / (round + 1) + random.nextInt(Math.max(1, calls / 2 / (round + 1)));
                Process frozen = WorkerProcess.start(List.of(), stores(), place, local, call, Moment.FREEZE);
                try {
                    long start = System.nanoTime();
                    while (!isFrozen(frozen)
                            && !service.registry().get(model).status().isFinal()) {
                        assertThat(System.nanoTime() - start).as("frozen").isLessThan(LONG.toNanos());
                        Thread.sleep(50);
                    }
                    midway += service.registry().get(model).status().isFinal() ? 0 : 1;
                    ModelRecord completed;
                    try (ModelWorker second =
                            WorkerProcess.options(service, local).start()) {
                        completed = service.await(model, LONG);
                        assertThat(completed.status()).as("%s", completed).isEqualTo(ModelStatus.COMPLETED);
                        files.add(completed.file().orElseThrow().key());
                        new ProcessBuilder("kill", "-CONT", Long.toString(frozen.pid()))
                                .start()
                                .waitFor();
                        Thread.sleep(1500);
                    }
                    assertThat(service.registry().get(model)).isEqualTo(completed);
                } finally {
                    frozen.destroyForcibly().waitFor();
                }
            }
            files.sort(null);
            try (ModelWorker sweeping = WorkerProcess.options(service, local).start()) {
                awaitKeys(store, files);
            }
            assertThat(midway).as("frozen in time").isPositive();
        }
    }

    private static boolean isFrozen(Process process) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        return Files.isReadable(status) && Files.readString(status).contains("State:\tT");
    }

    private static void awaitKeys(BlobStore store, List<String> expected) throws Exception {
        long start = System.nanoTime();
        while (!keys(store).equals(expected) && System.nanoTime() - start < LONG.toNanos()) {
            Thread.sleep(50);
        }
        assertThat(keys(store)).isEqualTo(expected);
    }

    private static List<String> keys(BlobStore store) throws IOException {
        return store.list("models/", "", 1000).stream().map(BlobInfo::key).toList();
    }

    /** How many calls to its store a worker needs from its start to the end of a training, if nothing slows it down. */
    private int callsOfOneTraining() throws Exception {
        int fewest = Integer.MAX_VALUE;
        for (int count = 0; count < COUNTS; count++) {
            fewest = Math.min(fewest, callsOfATraining(Files.createDirectory(folder.resolve("counted" + count))));
        }
        return fewest;
    }

    private int callsOfATraining(Path local) throws Exception {
        String place = newPlace();
        ServiceStores stores = instance();
        try (BlobStore plain = stores.open(place);
                ModelService observer = stores.service(plain, place)
                        .cacheFolder(local.resolve("cache"))
                        .build();
                KillingBlobStore counted = new KillingBlobStore(stores.open(place), Integer.MAX_VALUE, Moment.AFTER);
                ModelService service = stores.service(counted, place)
                        .cacheFolder(local.resolve("cache"))
                        .build()) {
            TrainingFiles.put(plain);
            ModelId model = observer.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
            try (ModelWorker worker = WorkerProcess.options(service, local).start()) {
                observer.await(model, LONG);
            }
            return counted.calls();
        }
    }

    private ServiceStores instance() throws ReflectiveOperationException {
        return stores().getDeclaredConstructor().newInstance();
    }

    /** Models one after the other, each with a worker that is killed and one that takes over. */
    private final class Lane {
        private final Random random;
        private final Path local;
        private final int calls;
        private final List<ModelId> good = new ArrayList<>();
        private final List<ModelId> bad = new ArrayList<>();
        private final List<ModelId> deleted = new ArrayList<>();

        Lane(Random random, Path local, int calls) {
            this.random = random;
            this.local = local;
            this.calls = calls;
        }

        /** Returns how many workers were killed before their model was final. */
        int run(int rounds) throws Exception {
            String place = newPlace();
            ServiceStores stores = instance();
            try (BlobStore store = stores.open(place);
                    ModelService service = stores.service(store, place)
                            .cacheFolder(local.resolve("cache"))
                            .build()) {
                TrainingFiles.put(store);
                int midway = 0;
                for (int round = 0; round < rounds; round++) {
                    midway += round(service, place) ? 1 : 0;
                }
                try (ModelWorker worker = WorkerProcess.options(service, local).start()) {
                    good.add(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)));
                    service.await(good.get(good.size() - 1), LONG);
                    assertNothingElseIsLeft(service, store);
                }
                return midway;
            }
        }

        private boolean round(ModelService service, String place) throws Exception {
            int kind = random.nextInt(8);
            ModelId model =
                    service.requestTraining(TrainingRequest.of(kind == 0 ? TrainingFiles.BAD : TrainingFiles.GOOD));
            int fatal = 1 + random.nextInt(calls);
            Moment moment = List.of(Moment.values()).get(random.nextInt(3));
            boolean midway = killed(service, model, place, fatal, moment);
            if (kind == 1) {
                assertThat(service.deleteWithItsShares(model)).isTrue();
                deleted.add(model);
                return midway;
            }
            try (ModelWorker second = WorkerProcess.options(service, local).start()) {
                ModelRecord record = service.await(model, LONG);
                String described = record + " after a kill " + moment + " call " + fatal;
                assertThat(record.status())
                        .as(described)
                        .isEqualTo(kind == 0 ? ModelStatus.FAILED : ModelStatus.COMPLETED);
                assertThat(record.changes().stream()
                                .filter(change -> change.status().isFinal()))
                        .as(described)
                        .hasSize(1);
                (kind == 0 ? bad : good).add(model);
            }
            return midway;
        }

        /** Runs a worker until it is dead; returns whether that was before the model was final. */
        private boolean killed(ModelService service, ModelId model, String place, int fatal, Moment moment)
                throws Exception {
            Process worker = WorkerProcess.start(List.of(), stores(), place, local, fatal, moment);
            long start = System.nanoTime();
            try {
                while (!worker.waitFor(100, TimeUnit.MILLISECONDS)) {
                    assertThat(System.nanoTime() - start).as("killed, or done").isLessThan(LONG.toNanos());
                    if (service.registry().get(model).status().isFinal()) {
                        return false;
                    }
                }
                assertThat(worker.exitValue()).as("exit status after SIGKILL").isEqualTo(128 + 9);
                return !service.registry().get(model).status().isFinal();
            } finally {
                worker.destroyForcibly().waitFor();
            }
        }

        private void assertNothingElseIsLeft(ModelService service, BlobStore store) throws Exception {
            List<String> expected = new ArrayList<>();
            for (ModelId model : good) {
                expected.add(service.registry().get(model).file().orElseThrow().key());
                assertThat(service.recommend(model, Query.popular()).items()).hasSize(10);
            }
            expected.sort(null);
            awaitKeys(store, expected);
            long start = System.nanoTime();
            while (!localFiles().isEmpty() && System.nanoTime() - start < LONG.toNanos()) {
                Thread.sleep(50);
            }
            assertThat(localFiles()).isEmpty();
            List<ModelId> registered = new ArrayList<>(good);
            registered.addAll(bad);
            assertThat(service.registry().list(1000).stream().map(ModelRecord::id))
                    .containsExactlyInAnyOrderElementsOf(registered);
        }

        private List<Path> localFiles() throws IOException {
            try (Stream<Path> left = Files.list(local.resolve("work"))) {
                return left.toList();
            }
        }
    }
}
