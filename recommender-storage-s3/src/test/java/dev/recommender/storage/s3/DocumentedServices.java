package dev.recommender.storage.s3;

import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** What docs/s3.md shows, compiled. */
final class DocumentedServices {
    private DocumentedServices() {}

    static void inAmazon() throws IOException {
        // Region and credentials come from where the AWS SDK looks for them.
        try (BlobStore store =
                        S3BlobStore.builder("my-bucket").prefix("recommender").open();
                WorkQueue trainings = SqsWorkQueue.builder("recommender-train").open();
                WorkQueue poison =
                        SqsWorkQueue.builder("recommender-train-poison").open();
                ModelService service =
                        ModelService.builder(store).trainings(trainings, poison).build();
                ModelWorker worker = service.startWorker()) {
            System.out.println(worker.name());
        }
    }

    static BlobStore elsewhere() throws IOException {
        return S3BlobStore.builder("my-bucket")
                .endpoint(URI.create("https://s3.example.com"), "us-east-1")
                .timeout(Duration.ofSeconds(30))
                .open();
    }
}
