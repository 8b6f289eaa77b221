package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.UnsuitableStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;

/** Stores that ignore create-if-absent, or do not know it. */
@Tag("servers")
class UnknownConditionsTest {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    /** A server that answers everything with success is one that ignores conditions. */
    @Test
    void aStoreThatIgnoresConditionsIsRefused() throws IOException {
        assertUnsuitable(exchange -> exchange.getRequestMethod().equals("DELETE") ? 204 : 200, "the second true");
    }

    @Test
    void aStoreThatDoesNotKnowTheConditionIsRefusedAtOnce() throws IOException {
        AtomicInteger conditions = new AtomicInteger();
        assertUnsuitable(
                exchange -> {
                    boolean conditional = exchange.getRequestHeaders().containsKey("If-None-Match");
                    conditions.addAndGet(conditional ? 1 : 0);
                    return conditional ? 501 : exchange.getRequestMethod().equals("PUT") ? 200 : 404;
                },
                "status 501");
        assertThat(conditions).hasValue(1);
    }

    private static void assertUnsuitable(ToIntFunction<HttpExchange> status, String evidence) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("ETag", "\"0\"");
            exchange.sendResponseHeaders(status.applyAsInt(exchange), -1);
            exchange.close();
        });
        server.start();
        try {
            assertThatExceptionOfType(UnsuitableStoreException.class)
                    .isThrownBy(() -> S3BlobStore.builder("b")
                            .client(S3Server.client(
                                    S3Server.at(server.getAddress().getPort())))
                            .open())
                    .withMessageContaining("If-None-Match")
                    .withMessageContaining(evidence);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aStoreThatDoesNotKnowTheConditionForPartsIsGivenLargeBlobsInOneRequest() throws IOException {
        String bucket = "conditions-" + UUID.randomUUID();
        CEPH.server().createBucket(bucket);
        AtomicInteger asked = new AtomicInteger();
        ExecutionInterceptor notImplemented = new ExecutionInterceptor() {
            @Override
            public SdkHttpResponse modifyHttpResponse(
                    Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
                boolean conditional = context.request() instanceof CompleteMultipartUploadRequest request
                        && request.ifNoneMatch() != null;
                asked.addAndGet(conditional ? 1 : 0);
                return conditional
                        ? context.httpResponse().copy(response -> response.statusCode(501))
                        : context.httpResponse();
            }
        };
        try (BlobStore store = S3BlobStore.builder(bucket)
                .client(S3Server.client(CEPH.server().address())
                        .overrideConfiguration(options -> options.addExecutionInterceptor(notImplemented)))
                .partSize(5 << 20)
                .open()) {
            assertThat(asked).hasValue(1);
            assertThat(store.create("large", BlobContent.of(new byte[6 << 20]))).isTrue();
            assertThat(store.create("large", BlobContent.of(new byte[6 << 20]))).isFalse();
            try (InputStream stream = store.get("large")) {
                assertThat(stream.readAllBytes()).hasSize(6 << 20);
            }
        }
    }
}
