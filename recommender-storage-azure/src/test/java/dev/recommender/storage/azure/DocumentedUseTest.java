package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.credential.TokenCredential;
import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.queue.QueueClientBuilder;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** What docs/azure.md shows. */
@Tag("servers")
class DocumentedUseTest {
    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    @Test
    void aModelIsTrainedAndServedOnBlobsQueuesAndATable() throws IOException {
        Azurite azure = AZURITE.server();
        try (BlobStore store = AzureBlobStore.builder(azure.container("models"))
                .createContainer()
                .prefix("shop")
                .open()) {
            store.put("usage/a.csv", BlobContent.of("u1,bow\nu1,violin\nu2,bow\nu2,violin\nu3,bow\nu3,violin\n"));

            train(azure.connectionString());

            try (VersionedRecords records = AzureTableRecords.builder(azure.table("registry"), "shop")
                            .open();
                    ModelService service =
                            ModelService.builder(store).records(records).build()) {
                assertThat(service.recommend(Query.items("bow").count(1)).items())
                        .extracting(Recommendation::item)
                        .containsExactly("violin");
                assertThat(records.list("", "", 10)).isNotEmpty();
            }
        }
    }

    private static void train(String connection) throws IOException {
        // The connection string of a storage account; with a token, endpoint and credential instead.
        BlobContainerClientBuilder container =
                new BlobContainerClientBuilder().connectionString(connection).containerName("models");
        TableClientBuilder table =
                new TableClientBuilder().connectionString(connection).tableName("registry");
        QueueClientBuilder queue =
                new QueueClientBuilder().connectionString(connection).queueName("trainings");
        QueueClientBuilder poisonQueue =
                new QueueClientBuilder().connectionString(connection).queueName("trainings-poison");

        try (BlobStore store = AzureBlobStore.builder(container).prefix("shop").open();
                VersionedRecords records =
                        AzureTableRecords.builder(table, "shop").open();
                WorkQueue trainings = AzureQueueWorkQueue.builder(queue).open();
                WorkQueue poison = AzureQueueWorkQueue.builder(poisonQueue).open();
                ModelService service = ModelService.builder(store)
                        .records(records)
                        .trainings(trainings, poison)
                        .build();
                ModelWorker worker = service.startWorker()) { // usually another process
            ModelId id = service.requestTraining(TrainingRequest.of("usage/"));
            ModelRecord trained = service.await(id, Duration.ofMinutes(5));
            System.out.println(worker.name() + ": " + trained.status() + ", " + trained.message());
        }
    }

    @Test
    void aReadersStoreOpensWithoutARequest() throws IOException {
        TokenCredential credential = request -> Mono.error(new IllegalStateException("nobody asks for a token"));
        try (BlobStore store = readersStore(credential)) {
            assertThat(store).hasToString("azure://models/shop/");
        }
    }

    private static BlobStore readersStore(TokenCredential credential) throws IOException {
        BlobContainerClientBuilder container = new BlobContainerClientBuilder()
                .endpoint("https://myaccount.blob.core.windows.net")
                .containerName("models")
                .credential(credential);
        return AzureBlobStore.builder(container)
                .prefix("shop")
                .timeout(Duration.ofSeconds(20))
                .withoutProbe() // this process may only read
                .open();
    }
}
