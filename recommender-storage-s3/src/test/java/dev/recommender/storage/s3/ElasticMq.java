package dev.recommender.storage.s3;

import dev.recommender.testing.servers.ServerExtension;
import dev.recommender.testing.servers.ServerProcess;
import dev.recommender.testing.servers.TestServers;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/** ElasticMQ, which speaks the language of SQS. */
final class ElasticMq extends ServerExtension<ElasticMq.Server> {
    @Override
    protected String name() {
        return "ElasticMQ";
    }

    @Override
    protected Server start() throws Exception {
        int port = TestServers.freePort();
        ServerProcess process = JavaServers.start(
                "elasticmq",
                port,
                "-Xmx256m",
                "-Drest-sqs.bind-hostname=127.0.0.1",
                "-Drest-sqs.bind-port=" + port,
                "-Drest-stats.enabled=false",
                "-Dgenerate-node-address=false",
                "-Dnode-address.host=127.0.0.1",
                "-Dnode-address.port=" + port,
                "org.elasticmq.server.Main");
        return new Server(port, process);
    }

    /** A running server. */
    record Server(int port, AutoCloseable process) implements AutoCloseable {
        /** A client that connects to the given port: the server's, or a proxy's before it. */
        static SqsClientBuilder client(int port) {
            return SqsClient.builder()
                    .endpointOverride(URI.create("http://127.0.0.1:" + port))
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(
                            AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)))
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .overrideConfiguration(options -> options.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        }

        /** Makes a queue. */
        void createQueue(String name) {
            try (SqsClient client = client(port).build()) {
                client.createQueue(queue -> queue.queueName(name));
            }
        }

        @Override
        public void close() throws Exception {
            process.close();
        }
    }
}
