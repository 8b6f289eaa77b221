package dev.recommender.storage.s3;

import dev.recommender.storage.BlobStore;
import dev.recommender.testing.service.ServiceStores;
import java.io.IOException;

/** Stores on a running Ceph, each in a bucket of its own; a place is the gateway's port and the bucket. */
public final class CephStores implements ServiceStores {
    static String newPlace(S3Server server, String bucket) {
        server.createBucket(bucket);
        return server.port() + "/" + bucket;
    }

    @Override
    public BlobStore open(String place) throws IOException {
        String[] words = place.split("/");
        return S3BlobStore.builder(words[1])
                .client(S3Server.client(S3Server.at(Integer.parseInt(words[0]))))
                .open();
    }
}
