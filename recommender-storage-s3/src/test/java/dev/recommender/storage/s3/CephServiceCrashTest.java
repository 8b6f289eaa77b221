package dev.recommender.storage.s3;

import dev.recommender.testing.service.CrashContract;
import dev.recommender.testing.service.ServiceStores;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class CephServiceCrashTest extends CrashContract {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    @Override
    protected Class<? extends ServiceStores> stores() {
        return CephStores.class;
    }

    @Override
    protected String newPlace() {
        return CephStores.newPlace(CEPH.server(), "crash-" + UUID.randomUUID());
    }

    @Override
    protected int kills() {
        return Integer.getInteger("crash.kills", 6);
    }
}
