package dev.recommender.storage.s3;

import dev.recommender.testing.service.ServiceStores;
import dev.recommender.testing.service.SwapContract;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Models in S3, messages in SQS. */
@Tag("servers")
class AmazonServiceSwapTest extends SwapContract {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    @RegisterExtension
    static final ElasticMq ELASTICMQ = new ElasticMq();

    @Override
    protected Class<? extends ServiceStores> stores() {
        return AmazonStores.class;
    }

    @Override
    protected String newPlace() {
        return AmazonStores.newPlace(CEPH.server(), ELASTICMQ.server(), "swap-" + UUID.randomUUID());
    }
}
