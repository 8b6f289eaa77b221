package dev.recommender.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.WorkerListener;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.testing.service.WorkerProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker on a disk that is full, and in a folder that cannot be read for a while. */
@SuppressWarnings("try") // Workers work by themselves.
@Tag("slow")
class FileServiceTroubleTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final String LARGE = "inputs/large.csv";
    private static final long ROOM = 600_000;

    @TempDir
    private Path folder;

    @Test
    void aFullDiskFailsTrainingsWithItsNameUntilThereIsRoom() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Commands.mountSmallDisk(disk);
        try (BlobStore store = FileBlobStore.open(disk.resolve("store"));
                ModelService service = ModelService.builder(store)
                        .cacheFolder(folder.resolve("cache"))
                        .build()) {
            TrainingFiles.put(store);
            store.put(LARGE, BlobContent.of(largeUsage()));
            LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
            ModelId waiting = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
            Path filler = fill(disk, 0);
            try (ModelWorker worker = worker(service, told)) {
                assertThat(told.poll(1, TimeUnit.MINUTES)).contains("No space left on device");
                assertThat(service.registry().get(waiting).status()).isEqualTo(ModelStatus.CREATED);
                Files.delete(filler);
                assertThat(service.await(waiting, LONG).status()).isEqualTo(ModelStatus.COMPLETED);

                // Room for records, also of a worker that takes its time, but not for a model.
                filler = fill(disk, ROOM);
                ModelId large = service.requestTraining(large());
                ModelRecord failed = service.await(large, LONG);
                assertThat(failed.status()).as(failed.toString()).isEqualTo(ModelStatus.FAILED);
                assertThat(failed.message())
                        .startsWith("given up after 2 attempts; the last error: ")
                        .contains("No space left on device");
                Files.delete(filler);
                ModelId again = service.requestTraining(large());
                assertThat(service.await(again, LONG).status()).isEqualTo(ModelStatus.COMPLETED);
                assertThat(service.recommend(again, Query.popular()).items()).hasSize(10);
                long size = service.registry().get(again).file().orElseThrow().size();
                assertThat(size).isGreaterThan(ROOM);
            }
            assertThat(keys(store)).hasSize(2);
            try (Stream<Path> left = Files.list(disk.resolve("store/.writing"))) {
                assertThat(left).isEmpty();
            }
        } finally {
            Commands.run("umount", "-l", disk.toString());
        }
    }

    /** The store's folder and folders below it: what may not be looked at must not be taken for missing, and deleted. */
    @Test
    void foldersThatCannotBeReadForAWhileCostNoModel() throws Exception {
        Path root = folder.resolve("store");
        Path local = folder.resolve("local");
        try (BlobStore store = FileBlobStore.open(root);
                ModelService service = ModelService.builder(store)
                        .cacheFolder(folder.resolve("cache"))
                        .build()) {
            TrainingFiles.put(store);
            Process worker =
                    WorkerProcess.start(Commands.withoutPrivileges(), FolderStores.class, root.toString(), local);
            try {
                List<ModelId> models = new ArrayList<>();
                models.add(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)));
                assertThat(service.await(models.get(0), LONG).status()).isEqualTo(ModelStatus.COMPLETED);
                for (Closed closed : Closed.values()) {
                    // What is only read at the start of a training is closed before one can start.
                    boolean halted = closed == Closed.INPUTS;
                    if (halted) {
                        signal("-STOP", worker);
                    }
                    for (int model = 0; model < 3; model++) {
                        models.add(service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD)));
                    }
                    ModelId first = models.get(models.size() - 3);
                    while (!halted
                            && service.registry().get(first).status() == ModelStatus.CREATED
                            && worker.isAlive()) {
                        Thread.sleep(1);
                    }
                    Path place = root.resolve(closed.folder);
                    int told = log(local).length();
                    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("---------"));
                    if (halted) {
                        signal("-CONT", worker);
                    }
                    awaitFailure(closed.failing, told, local);
                    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwx------"));
                    for (ModelId model : models) {
                        ModelRecord trained = service.await(model, LONG);
                        assertThat(trained.status())
                                .as("%s, after %s was closed", trained, closed)
                                .isEqualTo(ModelStatus.COMPLETED);
                    }
                    assertThat(worker.isAlive()).isTrue();
                    assertThat(keys(store)).as("after %s was closed", closed).containsAll(files(service, models));
                }
                assertThat(log(local)).contains("AccessDeniedException: " + root.resolve("records/registry"));
                long start = System.nanoTime();
                while (keys(store).size() > models.size() && System.nanoTime() - start < LONG.toNanos()) {
                    Thread.sleep(100);
                }
                assertThat(keys(store)).containsExactlyInAnyOrderElementsOf(files(service, models));
            } finally {
                worker.getOutputStream().close();
                if (!worker.waitFor(1, TimeUnit.MINUTES)) {
                    worker.destroyForcibly();
                }
            }
            assertThat(worker.exitValue()).isZero();
        }
    }

    /** What is closed, and what the worker then reports that it cannot do. */
    private enum Closed {
        ALL("", "recommender-sweep: "),
        /** A sweep lists them, and deletes what it finds no record of. */
        RECORDS("records", "recommender-sweep: "),
        INPUTS("inputs/good", "attempt 1 of 100, failed"),
        QUEUE("queues/training", "recommender-trainings: ");

        private final String folder;
        private final String failing;

        Closed(String folder, String failing) {
            this.folder = folder;
            this.failing = failing;
        }
    }

    /** Waits until the worker's log, after what it had told, says that something has failed. */
    private static void awaitFailure(String failing, int told, Path local) throws Exception {
        long start = System.nanoTime();
        while (!log(local).substring(told).contains(failing)) {
            assertThat(System.nanoTime() - start)
                    .as("%s is not in the log", failing)
                    .isLessThan(LONG.toNanos());
            Thread.sleep(20);
        }
    }

    private static void signal(String signal, Process process) throws Exception {
        assertThat(Commands.run("kill", signal, Long.toString(process.pid()))).isZero();
    }

    private static List<String> files(ModelService service, List<ModelId> models) throws IOException {
        List<String> files = new ArrayList<>();
        for (ModelId model : models) {
            files.add(service.registry().get(model).file().orElseThrow().key());
        }
        return files;
    }

    private static TrainingRequest large() {
        return TrainingRequest.of(LARGE).with("supportThreshold", 3);
    }

    private static String largeUsage() {
        Random random = new Random(3);
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < 40_000; event++) {
            lines.append('u')
                    .append(random.nextInt(3_000))
                    .append(",i")
                    .append(random.nextInt(500))
                    .append('\n');
        }
        return lines.toString();
    }

    private ModelWorker worker(ModelService service, LinkedBlockingQueue<String> told) throws IOException {
        return WorkerProcess.options(service, folder.resolve("local"))
                .visibility(Duration.ofMinutes(1))
                .maxAttempts(2)
                .listener(new WorkerListener() {
                    @Override
                    public void storeFailed(IOException failure) {
                        told.add(failure + " " + failure.getCause());
                    }
                })
                .start();
    }

    /** Writes a file that leaves so many bytes free. */
    private static Path fill(Path disk, long free) throws IOException {
        Path filler = disk.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            for (long left = Files.getFileStore(disk).getUsableSpace() - free; left > 0; left -= 4096) {
                out.write(new byte[4096]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        return filler;
    }

    private static String log(Path local) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(local)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".log")).toList()) {
                text.append(Files.readString(file));
            }
        }
        return text.toString();
    }

    private static List<String> keys(BlobStore store) throws IOException {
        return store.list("models/", "", 100).stream().map(BlobInfo::key).toList();
    }
}
