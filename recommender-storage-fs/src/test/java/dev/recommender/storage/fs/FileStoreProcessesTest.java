package dev.recommender.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.testing.storage.Increments;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes share one folder, and some of them are killed. */
@Tag("slow")
class FileStoreProcessesTest {
    private static final int PROCESSES = 4;
    private static final int KILLS = 10;
    private static final Path MEMORY = Path.of("/dev/shm");

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endProcesses() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    /** Four processes create the same 200 blobs; each has one creator, and every content is whole. */
    @Test
    void eachBlobHasOneCreator() throws Exception {
        for (int number = 0; number < PROCESSES; number++) {
            start(number, folder.resolve("store"), "create", Integer.toString(number));
        }
        int created = 0;
        for (int number = 0; number < PROCESSES; number++) {
            created += Integer.parseInt(ended(number).get(0));
        }
        assertThat(created).isEqualTo(StoreProcess.BLOBS);
        try (BlobStore store = FileBlobStore.open(folder.resolve("store"))) {
            List<BlobInfo> blobs = store.list("", "", 1000);
            assertThat(blobs).hasSize(StoreProcess.BLOBS).allMatch(info -> info.size() == StoreProcess.SIZE);
            for (BlobInfo blob : blobs) {
                isOfOnePiece(store, blob.key());
            }
        }
    }

    @Test
    void readersSeeWholeBlobsWhileSeveralProcessesReplaceThem() throws Exception {
        Path root = folder.resolve("store");
        for (int number = 0; number < PROCESSES; number++) {
            start(number, root, "replace");
        }
        try (BlobStore store = FileBlobStore.open(root)) {
            await(() -> store.info(StoreProcess.REPLACED).isPresent());
            Set<Byte> seen = new HashSet<>();
            await(() -> {
                seen.add(isOfOnePiece(store, StoreProcess.REPLACED));
                return seen.size() > 50;
            });
        }
    }

    /** A process is killed while it replaces a blob again and again; what is left is one of its contents. */
    @Test
    void aKilledWriterLeavesAWholeBlob() throws Exception {
        Path root = folder.resolve("store");
        try (BlobStore store = FileBlobStore.open(root)) {
            for (int round = 0; round < 5; round++) {
                Process writer = start(round, root, "replace");
                store.delete(StoreProcess.REPLACED);
                await(() -> store.info(StoreProcess.REPLACED).isPresent());
                Thread.sleep(13L * round);
                writer.destroyForcibly().waitFor();
                isOfOnePiece(store, StoreProcess.REPLACED);
            }
        }
    }

    /**
     * 6,000 increments of one record by four processes. Each is forced to the disk, which takes long. So this is done in a
     * folder in memory where there is one, and with few increments on the disk, too.
     */
    @Test
    void noIncrementIsLost() throws Exception {
        count(folder.resolve("disk"), 100);
        if (Files.isWritable(MEMORY)) {
            Path memory = Files.createTempDirectory(MEMORY, "recommender");
            try {
                count(memory, 1_500);
            } finally {
                delete(memory);
            }
        } else {
            System.out.println("only 400 increments, not 6,000: there is no " + MEMORY);
        }
    }

    private void count(Path root, int each) throws Exception {
        started.clear();
        try (BlobStore store = FileBlobStore.open(root)) {
            Increments.create(BlobRecords.in(store, StoreProcess.RECORDS), PROCESSES);
            for (int number = 0; number < PROCESSES; number++) {
                start(number, root, "count", Integer.toString(number), Integer.toString(each));
            }
            for (int number = 0; number < PROCESSES; number++) {
                ended(number);
            }
            VersionedRecord counters = BlobRecords.in(store, StoreProcess.RECORDS)
                    .get(Increments.KEY)
                    .orElseThrow();
            assertThat(Increments.of(counters)).hasSize(PROCESSES).containsOnly(each);
            assertThat(counters.version()).isEqualTo(1L + PROCESSES * each);
        }
    }

    /** Workers are killed at ten random moments, and others take over; each message is completed, and none twice. */
    @Test
    void messagesAreCompletedOnceThoughWorkersAreKilled() throws Exception {
        int messages = 150;
        Path root = folder.resolve("store");
        Random random = new Random(5);
        try (BlobStore store = FileBlobStore.open(root)) {
            BlobWorkQueue queue = BlobWorkQueue.in(store, StoreProcess.QUEUE);
            for (int message = 0; message < messages; message++) {
                queue.send("m" + message);
            }
            for (int number = 0; number < PROCESSES; number++) {
                start(number, root, "work");
            }
            for (int kill = 0; kill < KILLS; kill++) {
                int victim = kill;
                await(() -> Files.size(output(victim)) > 0 || left(store) == 0);
                Thread.sleep(random.nextInt(250));
                started.get(victim).destroyForcibly().waitFor();
                start(kill + PROCESSES, root, "work");
            }
            await(() -> left(store) == 0);
        }
        checkReports(messages);
    }

    /** What the processes reported: each delivery had one receiver, and after a completion there was none. */
    private void checkReports(int messages) throws Exception {
        endProcesses();
        Map<String, Integer> completed = new HashMap<>();
        Map<String, Integer> received = new HashMap<>();
        Set<String> deliveries = new HashSet<>();
        for (int number = 0; number < started.size(); number++) {
            for (String line : Files.readAllLines(output(number))) {
                String[] words = line.split(" ");
                assertThat(words).as(line).hasSize(3);
                int attempt = Integer.parseInt(words[2]);
                if (words[0].equals("received")) {
                    assertThat(deliveries.add(line)).as("%s, twice", line).isTrue();
                    received.merge(words[1], attempt, Math::max);
                } else {
                    assertThat(completed.put(words[1], attempt)).as(line).isNull();
                }
            }
        }
        assertThat(received).hasSize(messages);
        completed.forEach(
                (message, attempt) -> assertThat(received.get(message)).isEqualTo(attempt));
        // A process that was killed may have completed one that it could not report any more.
        assertThat(completed).hasSizeBetween(messages - KILLS, messages);
    }

    private static int left(BlobStore store) throws IOException {
        return store.list(StoreProcess.QUEUE + "/2", "", 1).size();
    }

    private Path output(int number) {
        return folder.resolve("output" + number);
    }

    private Process start(int number, Path root, String... task) throws IOException {
        Process process = StoreProcess.start(output(number), root, task);
        started.add(process);
        return process;
    }

    private List<String> ended(int number) throws Exception {
        Process process = started.get(number);
        assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(output(number));
        assertThat(process.exitValue()).as("%s", lines).isZero();
        return lines;
    }

    private static byte isOfOnePiece(BlobStore store, String key) throws IOException {
        try (InputStream stream = store.get(key)) {
            byte[] content = stream.readAllBytes();
            assertThat(content).hasSize(StoreProcess.SIZE);
            for (byte b : content) {
                if (b != content[0]) {
                    throw new AssertionError(key + " is of two contents: " + content[0] + " and " + b);
                }
            }
            return content[0];
        }
    }

    private static void await(IOSupplier<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (!condition.get()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(2);
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
