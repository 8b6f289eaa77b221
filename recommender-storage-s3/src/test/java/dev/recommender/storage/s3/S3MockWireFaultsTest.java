package dev.recommender.storage.s3;

import dev.recommender.testing.servers.ServerExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("servers")
class S3MockWireFaultsTest extends WireFaultsTest {
    @RegisterExtension
    static final S3Mock S3MOCK = new S3Mock();

    @Override
    boolean createsInParts() {
        return true;
    }

    @Override
    ServerExtension<S3Server> server() {
        return S3MOCK;
    }
}
