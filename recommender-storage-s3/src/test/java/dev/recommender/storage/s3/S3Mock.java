package dev.recommender.storage.s3;

import dev.recommender.testing.servers.ServerExtension;
import dev.recommender.testing.servers.ServerProcess;
import dev.recommender.testing.servers.TestServers;

/** Adobe's S3Mock, which knows more of S3 than other servers do, but is not atomic. */
final class S3Mock extends ServerExtension<S3Server> {
    /** The id of the only key of KMS that it knows. */
    static final String KMS_KEY = "models";

    @Override
    protected String name() {
        return "S3Mock";
    }

    @Override
    protected S3Server start() throws Exception {
        int port = TestServers.freePort();
        ServerProcess process = JavaServers.start(
                "s3mock",
                port,
                "-Xmx512m",
                "com.adobe.testing.s3mock.S3MockApplication",
                "--http.port=" + port,
                "--server.port=0",
                "--com.adobe.testing.s3mock.store.valid-kms-keys=arn:aws:kms:us-east-1:123456789012:key/" + KMS_KEY,
                "--logging.level.root=WARN");
        return new S3Server(port, process);
    }
}
