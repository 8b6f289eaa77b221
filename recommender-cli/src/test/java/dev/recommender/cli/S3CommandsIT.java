package dev.recommender.cli;

import dev.recommender.storage.BlobStore;
import dev.recommender.storage.s3.Ceph;
import dev.recommender.storage.s3.S3BlobStore;
import dev.recommender.storage.s3.S3Server;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

/** The address and the credentials are in the environment, where the AWS SDK looks for them. */
@Tag("servers")
class S3CommandsIT extends CommandsOnAService {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    @Override
    String address(String place) {
        return "s3://" + place;
    }

    @Override
    BlobStore make(String place, String prefix) throws IOException {
        CEPH.server().createBucket(place);
        return S3BlobStore.builder(place)
                .prefix(prefix)
                .client(S3Server.client(CEPH.server().address()))
                .open();
    }

    @Override
    String missing(String place) {
        return "there is no bucket \"" + place + "\"";
    }

    @Override
    boolean exists(String place) {
        try (S3Client client = S3Server.client(CEPH.server().address()).build()) {
            return client.listBuckets().buckets().stream()
                    .anyMatch(bucket -> bucket.name().equals(place));
        }
    }

    @Override
    RunnableJar jar() {
        Map<String, String> account = Map.of(
                "AWS_ENDPOINT_URL_S3", CEPH.server().address().toString(),
                "AWS_ACCESS_KEY_ID", S3Server.ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY", S3Server.SECRET_KEY);
        return new RunnableJar(folder, account, List.of());
    }

    @Override
    List<String> secrets() {
        return List.of(S3Server.SECRET_KEY);
    }
}
