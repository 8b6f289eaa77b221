package dev.recommender.storage.s3;

import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.WorkQueue;
import dev.recommender.testing.service.ServiceStores;
import java.io.IOException;

/**
 * Stores on a running Ceph with queues on a running ElasticMQ. A place is the gateway's port, the name of the bucket, and
 * ElasticMQ's port. The names of the queues begin with that of the bucket.
 */
public final class AmazonStores implements ServiceStores {
    static String newPlace(S3Server ceph, ElasticMq.Server elasticMq, String name) {
        for (String queue : new String[] {"-train", "-train-poison", "-delete", "-delete-poison"}) {
            elasticMq.createQueue(name + queue);
        }
        return CephStores.newPlace(ceph, name) + "/" + elasticMq.port();
    }

    @Override
    public BlobStore open(String place) throws IOException {
        return new CephStores().open(place);
    }

    @Override
    public ModelService.Builder service(BlobStore store, String place) throws IOException {
        return ModelService.builder(store)
                .trainings(queue(place, "-train"), queue(place, "-train-poison"))
                .deletions(queue(place, "-delete"), queue(place, "-delete-poison"));
    }

    private static WorkQueue queue(String place, String suffix) throws IOException {
        String[] words = place.split("/");
        return SqsWorkQueue.builder(words[1] + suffix)
                .client(ElasticMq.Server.client(Integer.parseInt(words[2])))
                .open();
    }
}
