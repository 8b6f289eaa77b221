package dev.recommender.storage.fs;

import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobWorkQueue;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import dev.recommender.storage.testing.Increments;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A process of its own that works on a store beside others: counts in a record, or works off a queue. */
final class StoreProcess {
    private StoreProcess() {}

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (BlobStore store = FileBlobStore.open(Path.of(arguments[0]))) {
            if (arguments[1].equals("count")) {
                int writer = Integer.parseInt(arguments[2]);
                Increments.run(BlobRecords.in(store, "records"), writer, Integer.parseInt(arguments[3]));
            } else {
                work(BlobWorkQueue.in(store, "queues/work"), out);
            }
        }
        out.println("done");
    }

    /** Receives and completes until the process is killed, and tells each step on a line of its own. */
    private static void work(WorkQueue queue, PrintStream out) throws IOException, InterruptedException {
        while (true) {
            Optional<Delivery> next = queue.receive(Duration.ofSeconds(2));
            if (next.isEmpty()) {
                Thread.sleep(20);
                continue;
            }
            Delivery delivery = next.get();
            out.println("received " + delivery.body() + " " + delivery.attempt());
            if (delivery.complete()) {
                out.println("completed " + delivery.body());
            }
        }
    }
}
