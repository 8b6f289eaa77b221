package dev.recommender.storage.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.queue.QueueClientBuilder;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;

/** A program of its own that uses all stores, well and badly, and prints all that it gets. */
final class Loud {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private Loud() {}

    /**
     * The arguments. Two connection strings: one good, and one that leads nowhere. Three addresses of a container: one
     * with a good signature, one with a bad signature, and one that leads nowhere.
     */
    public static void main(String[] arguments) {
        String name = Azurite.newName();
        for (int connection = 0; connection < 2; connection++) {
            String text = arguments[connection];
            tell(() -> use(AzureBlobStore.builder(new BlobContainerClientBuilder()
                            .connectionString(text)
                            .containerName(name))
                    .timeout(TIMEOUT)
                    .attempts(2)
                    .firstPause(PAUSE)
                    .createContainer()
                    .open()));
            tell(() -> use(AzureQueueWorkQueue.builder(
                            new QueueClientBuilder().connectionString(text).queueName(name))
                    .timeout(TIMEOUT)
                    .attempts(2)
                    .firstPause(PAUSE)
                    .open()));
            tell(() -> use(AzureTableRecords.builder(
                            new TableClientBuilder().connectionString(text).tableName(name), "p")
                    .timeout(TIMEOUT)
                    .attempts(2)
                    .firstPause(PAUSE)
                    .open()));
        }
        for (int address = 2; address < 5; address++) {
            String text = arguments[address];
            tell(() -> use(AzureBlobStore.builder(new BlobContainerClientBuilder().endpoint(text))
                    .timeout(TIMEOUT)
                    .attempts(2)
                    .firstPause(PAUSE)
                    .open()));
            String[] parts = text.split("\\?");
            tell(() -> use(AzureBlobStore.builder(new BlobContainerClientBuilder()
                            .endpoint(parts[0])
                            .credential(new AzureSasCredential(parts[1])))
                    .timeout(TIMEOUT)
                    .attempts(2)
                    .firstPause(PAUSE)
                    .open()));
        }
    }

    private static void use(BlobStore store) throws IOException {
        try (store) {
            System.out.println(store);
            store.put("k", BlobContent.of("x"));
            System.out.println(store.create("k", BlobContent.of("y")) + " " + store.info("k") + store.list("", "", 5));
            store.get("missing").close();
        }
    }

    private static void use(WorkQueue queue) throws IOException {
        try (queue) {
            queue.send("x");
            Delivery delivery = queue.receive(Duration.ofSeconds(5)).orElseThrow();
            System.out.println(queue + " " + delivery);
            System.out.println(delivery.complete() + " " + delivery.complete());
        }
    }

    private static void use(VersionedRecords records) throws IOException {
        try (records) {
            System.out.println(records + " " + records.create("k", "x") + records.create("k", "y"));
        }
    }

    private interface Part {
        void run() throws Exception;
    }

    private static void tell(Part part) {
        try {
            part.run();
        } catch (Exception e) {
            e.printStackTrace(System.out);
        }
    }
}
