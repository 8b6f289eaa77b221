package dev.recommender.storage.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerClientBuilder;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.UnsuitableStoreException;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import dev.recommender.testing.servers.TestServers;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Failures by kind, and services that do not honour conditions. */
@Tag("servers")
class AzureFailuresTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    @RegisterExtension
    static final Azurite.Shared AZURITE = new Azurite.Shared();

    private final String name = Azurite.newName();

    @Test
    void aWrongKeyIsDeniedWithTheRequestsId() {
        String connection =
                connection(AZURITE.server().blobPort(), Base64.getEncoder().encodeToString("wrong".getBytes()));
        fails(Kind.DENIED, true, () -> AzureBlobStore.builder(blobs(connection)).open());
    }

    @Test
    void aMissingContainerIsNotFoundAndNoMissingBlob() throws IOException {
        try (BlobStore store = AzureBlobStore.builder(AZURITE.server().container(name))
                .withoutProbe()
                .open()) {
            fails(Kind.NOT_FOUND, true, () -> store.get("k"));
            fails(Kind.NOT_FOUND, true, () -> store.info("k"));
            fails(Kind.NOT_FOUND, true, () -> store.delete("k"));
            fails(Kind.NOT_FOUND, true, () -> store.list("", "", 1));
        }
    }

    @Test
    void aMissingContainerIsRefusedAndNotMade() throws IOException {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() ->
                        AzureBlobStore.builder(AZURITE.server().container(name)).open())
                .withMessageStartingWith(
                        "there is no container \"" + name + "\" in the account: create it, or correct its name")
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND))
                .satisfies(e -> assertThat(e.requestId()).isPresent());
        assertThat(AZURITE.server().container(name).buildClient().exists()).isFalse();
        try (BlobStore store = AzureBlobStore.builder(AZURITE.server().container(name))
                .createContainer()
                .withoutProbe()
                .open()) {
            assertThat(store.list("", "", 1)).isEmpty();
        }
    }

    @Test
    void aServerThatIsNotThereIsUnavailable() throws IOException {
        String connection = connection(TestServers.freePort(), AZURITE.server().key());
        fails(
                Kind.UNAVAILABLE,
                false,
                () -> AzureBlobStore.builder(blobs(connection))
                        .timeout(SHORT)
                        .attempts(2)
                        .open());
    }

    @Test
    void aServerThatNeverAnswersIsUnavailableInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            int port = silent.getLocalPort();
            fails(
                    Kind.UNAVAILABLE,
                    false,
                    () -> AzureBlobStore.builder(AZURITE.server().container(name, port))
                            .timeout(SHORT)
                            .attempts(2)
                            .open());
            fails(
                    Kind.UNAVAILABLE,
                    false,
                    () -> AzureQueueWorkQueue.builder(AZURITE.server().queue(name, port))
                            .timeout(SHORT)
                            .attempts(2)
                            .open());
            fails(
                    Kind.UNAVAILABLE,
                    false,
                    () -> AzureTableRecords.builder(AZURITE.server().table(name, port), "p")
                            .timeout(SHORT)
                            .attempts(2)
                            .open());
        }
    }

    @Test
    void aThreadThatIsInterruptedDoesNotWaitForTheAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            FutureTask<Throwable> waiting = new FutureTask<>(() -> {
                Throwable thrown = catchThrowable(
                        () -> AzureBlobStore.builder(AZURITE.server().container(name, silent.getLocalPort()))
                                .open());
                assertThat(Thread.interrupted()).as("still interrupted").isTrue();
                return thrown;
            });
            Thread thread = new Thread(waiting);
            thread.start();
            silent.accept();
            thread.interrupt();
            assertThat(waiting.get(50, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"If-None-Match", "If-Match"})
    void aServiceThatIgnoresConditionsOfBlobsIsRefused(String condition) {
        assertThatExceptionOfType(UnsuitableStoreException.class)
                .isThrownBy(() -> AzureBlobStore.builder(
                                AZURITE.server().container(name).addPolicy(new Without(condition)))
                        .createContainer()
                        .open())
                .withMessageContaining("ignores " + condition);
        assertThat(AZURITE.server().container(name).buildClient().listBlobs()).isEmpty();
    }

    @Test
    void aServiceThatIgnoresConditionsOfEntitiesIsRefused() {
        assertThatExceptionOfType(UnsuitableStoreException.class)
                .isThrownBy(() -> AzureTableRecords.builder(
                                AZURITE.server().table(name).addPolicy(new Without("If-Match")), "p")
                        .open())
                .withMessageContaining("ignores If-Match");
        assertThat(AZURITE.server().table(name).buildClient().listEntities()).isEmpty();
    }

    @Test
    void recordsOfOtherStoresAndOddPartitionsAreRefused() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureTableRecords.builder(AZURITE.server().table(name), "a/b")
                        .open());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureTableRecords.builder(AZURITE.server().table(name), "it's")
                        .open());
        try (VersionedRecords records =
                AzureTableRecords.builder(AZURITE.server().table(name), "p").open()) {
            VersionedRecord foreign = new VersionedRecord("k", 1, "x", Instant.EPOCH, "tag");
            assertThatIllegalArgumentException().isThrownBy(() -> records.update(foreign, "y"));
        }
    }

    @Test
    void partitionsOfATableAreApart() throws IOException {
        try (VersionedRecords one = AzureTableRecords.builder(AZURITE.server().table(name), "one")
                        .open();
                VersionedRecords other = AzureTableRecords.builder(
                                AZURITE.server().table(name), "other")
                        .open()) {
            one.create("k", "x");
            assertThat(other.get("k")).isEmpty();
            assertThat(other.list("", "", 10)).isEmpty();
        }
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        AzureBlobStore.Builder blobs = AzureBlobStore.builder(AZURITE.server().container(name));
        AzureQueueWorkQueue.Builder queue =
                AzureQueueWorkQueue.builder(AZURITE.server().queue(name));
        AzureTableRecords.Builder table =
                AzureTableRecords.builder(AZURITE.server().table(name), "p");
        for (ThrowingCallable wrong : List.<ThrowingCallable>of(
                () -> blobs.attempts(0),
                () -> blobs.timeout(Duration.ZERO),
                () -> blobs.firstPause(Duration.ZERO),
                () -> blobs.partSize(0),
                () -> blobs.parallelism(0),
                () -> queue.attempts(0),
                () -> queue.timeout(Duration.ZERO),
                () -> queue.firstPause(Duration.ZERO),
                () -> table.attempts(0),
                () -> table.timeout(Duration.ZERO),
                () -> table.firstPause(Duration.ZERO))) {
            assertThatIllegalArgumentException().isThrownBy(wrong);
        }
    }

    @Test
    void aFailureWhoseMessageHasASignatureIsTellingWithoutIt() {
        StringWriter shown = new StringWriter();
        RuntimeException failure = new RuntimeException(new IOException("no route to http://h/c?sv=1&sig=abcd%3D"));
        Failures.translate("write", failure).exception().printStackTrace(new PrintWriter(shown));
        assertThat(shown.toString()).contains("cannot write: IOException").doesNotContain("abcd");
    }

    private static void fails(Kind kind, boolean answered, ThrowingCallable call) {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(call)
                .satisfies(e -> assertThat(e.kind()).as(e.toString()).isEqualTo(kind))
                .satisfies(e -> assertThat(e.requestId().isPresent()).isEqualTo(answered))
                .satisfies(
                        e -> assertThat(kind != Kind.REJECTED || e.getMessage().contains("ignores"))
                                .as(e.toString())
                                .isTrue());
    }

    private static String connection(int port, String key) {
        return "DefaultEndpointsProtocol=http;AccountName=" + Azurite.ACCOUNT + ";AccountKey=" + key
                + ";BlobEndpoint=http://127.0.0.1:" + port + "/" + Azurite.ACCOUNT + ";";
    }

    private BlobContainerClientBuilder blobs(String connection) {
        return new BlobContainerClientBuilder().connectionString(connection).containerName(name);
    }

    /** Takes a condition off each request before it is signed, as if the service did not know it. */
    private record Without(String header) implements HttpPipelinePolicy {
        @Override
        public HttpPipelinePosition getPipelinePosition() {
            return HttpPipelinePosition.PER_CALL;
        }

        @Override
        public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
            take(context.getHttpRequest().getHeaders());
            return next.process();
        }

        @Override
        public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
            take(context.getHttpRequest().getHeaders());
            return next.processSync();
        }

        private void take(HttpHeaders headers) {
            HttpHeaderName name = HttpHeaderName.fromString(header);
            String value = headers.getValue(name);
            // If-Match: * is how the service wants to be asked to delete an entity.
            if (value != null && !(header.equals("If-Match") && value.equals("*"))) {
                headers.remove(name);
            }
        }
    }
}
