package dev.recommender.storage.azure;

import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.queue.QueueClientBuilder;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.ServiceStores;
import java.io.IOException;

/** Blobs, records and queues of one name in an account; the place is the name and the connection string. */
public final class AccountStores implements ServiceStores {
    /** A place that nothing is at. */
    static String newPlace(Azurite server) {
        return Azurite.newName() + " " + server.connectionString();
    }

    @Override
    public BlobStore open(String place) throws IOException {
        String[] parts = place.split(" ");
        return AzureBlobStore.builder(new BlobContainerClientBuilder()
                        .connectionString(parts[1])
                        .containerName(parts[0]))
                .createContainer()
                .open();
    }

    @Override
    public ModelService.Builder service(BlobStore store, String place) throws IOException {
        String[] parts = place.split(" ");
        TableClientBuilder table =
                new TableClientBuilder().connectionString(parts[1]).tableName(parts[0]);
        return ModelService.builder(store)
                .records(ServiceStores.killable(
                        store, AzureTableRecords.builder(table, "models").open()))
                .trainings(queue(parts, "trainings"), queue(parts, "trainings-poison"))
                .deletions(queue(parts, "deletions"), queue(parts, "deletions-poison"));
    }

    private static AzureQueueWorkQueue queue(String[] parts, String name) throws IOException {
        return AzureQueueWorkQueue.builder(
                        new QueueClientBuilder().connectionString(parts[1]).queueName(parts[0] + "-" + name))
                .open();
    }
}
