package dev.recommender.storage.fs;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.storage.Increments;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process of its own that uses a store together with others: it creates blobs, replaces one, counts, or works off a
 * queue.
 */
final class StoreProcess {
    static final int BLOBS = 200;
    static final int SIZE = 50_000;
    static final String REPLACED = "replaced";
    static final String RECORDS = "records";
    static final String QUEUE = "queues/work";

    private StoreProcess() {}

    /** Starts one; what it prints goes to a file. */
    static Process start(Path output, Path folder, String... task) throws IOException {
        return start(List.of(), output, folder, task);
    }

    /**
     * Starts one; what it prints goes to a file.
     *
     * @param prefix what to put before the command
     */
    static Process start(List<String> prefix, Path output, Path folder, String... task) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StoreProcess.class.getName(),
                folder.toString()));
        command.addAll(List.of(task));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BlobStore store = FileBlobStore.open(Path.of(arguments[0]))) {
            switch (arguments[1]) {
                case "create" -> create(store, Byte.parseByte(arguments[2]), out);
                case "replace" -> replace(store);
                case "count" ->
                    Increments.run(
                            BlobRecords.in(store, RECORDS),
                            Integer.parseInt(arguments[2]),
                            Integer.parseInt(arguments[3]));
                case "look" -> look(store, Path.of(arguments[0]), out);
                case "work" -> work(BlobWorkQueue.in(store, QUEUE), out);
                default -> throw new IllegalArgumentException(arguments[1]);
            }
        }
    }

    private static void create(BlobStore store, byte content, PrintStream out) throws IOException {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, content);
        int created = 0;
        for (int blob = 0; blob < BLOBS; blob++) {
            created += store.create("folder" + blob % 7 + "/blob" + blob, BlobContent.of(bytes)) ? 1 : 0;
        }
        out.println(created);
    }

    private static void replace(BlobStore store) throws IOException {
        byte[] bytes = new byte[SIZE];
        while (true) {
            Arrays.fill(bytes, (byte) (bytes[0] + 1));
            store.put(REPLACED, BlobContent.of(bytes));
        }
    }

    /** Takes rights from one folder after the other, and prints what is seen then: "there", "missing" or "failed". */
    private static void look(BlobStore store, Path root, PrintStream out) throws IOException {
        String key = RECORDS + "/registry/models/m1";
        store.put(key, BlobContent.of("x"));
        Map<String, IOSupplier<Boolean>> looks = new LinkedHashMap<>();
        for (String prefix : List.of("", "records/", "records/registry/", "records/registry/models/m")) {
            looks.put("list(" + prefix + ")", () -> !store.list(prefix, "", 10).isEmpty());
        }
        looks.put("info", () -> store.info(key).isPresent());
        looks.put("get", () -> {
            try (InputStream in = store.get(key)) {
                return in.read() == 'x';
            } catch (BlobNotFoundException e) {
                return false;
            }
        });
        for (Path folder = root.resolve(key).getParent();
                !folder.equals(root.getParent());
                folder = folder.getParent()) {
            for (String rights : List.of("---------", "r--------", "--x------")) {
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(rights));
                for (Map.Entry<String, IOSupplier<Boolean>> look : looks.entrySet()) {
                    out.println(look.getKey() + " with " + rights + " on /" + root.relativize(folder) + ": "
                            + seen(look.getValue()));
                }
            }
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static String seen(IOSupplier<Boolean> look) {
        try {
            return look.get() ? "there" : "missing";
        } catch (IOException e) {
            return "failed";
        }
    }

    /** Receives and completes until the process is killed, and reports each step on a line of its own. */
    private static void work(WorkQueue queue, PrintStream out) throws IOException, InterruptedException {
        while (true) {
            Optional<Delivery> next = queue.receive(Duration.ofSeconds(2));
            if (next.isEmpty()) {
                Thread.sleep(20);
                continue;
            }
            Delivery delivery = next.get();
            String what = delivery.body() + " " + delivery.attempt();
            out.println("received " + what);
            Thread.sleep(10);
            if (delivery.extend(Duration.ofSeconds(2)) && delivery.complete()) {
                out.println("completed " + what);
            }
        }
    }
}
