package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.testing.servers.FaultyProxy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(180)
@Tag("servers")
class S3BlobStoreTest {
    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    private final String bucket = "store-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @BeforeEach
    void createBucket() {
        CEPH.server().createBucket(bucket);
    }

    private S3BlobStore.Builder builder() {
        return S3BlobStore.builder(bucket)
                .client(S3Server.client(CEPH.server().address()))
                .partSize(5 << 20);
    }

    @Test
    void prefixesAreApart() throws IOException {
        try (BlobStore one = builder().prefix("team/one").open();
                BlobStore two = builder().prefix("team/two").open();
                BlobStore all = builder().open()) {
            one.put("models/m", BlobContent.of("1"));
            two.put("models/m", BlobContent.of("2"));
            assertThat(text(one, "models/m")).isEqualTo("1");
            assertThat(keys(one)).containsExactly("models/m");
            assertThat(keys(all)).containsExactly("team/one/models/m", "team/two/models/m");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> S3BlobStore.builder("b").prefix("../up"));
    }

    @Test
    void objectsOfOthersAreReadAndOddNamesAreNotListed() throws IOException {
        try (S3Client client = S3Server.client(CEPH.server().address()).build();
                BlobStore store = builder().prefix("p").open()) {
            for (String key : List.of("p/", "p/plain.csv", "p/with blank", "p/.hidden", "p/folder/")) {
                client.putObject(object -> object.bucket(bucket).key(key), RequestBody.fromString("content"));
            }
            assertThat(keys(store)).containsExactly("plain.csv");
            assertThat(store.list("", "", 1)).extracting(BlobInfo::key).containsExactly("plain.csv");
            assertThat(text(store, "plain.csv")).isEqualTo("content");
            store.download("plain.csv", folder.resolve("file"));
            assertThat(folder.resolve("file")).hasContent("content");
        }
    }

    @Test
    void aStoreOpenedWithoutProbeWritesNothing() throws IOException {
        try (BlobStore writer = builder().open()) {
            writer.put("k", BlobContent.of("content"));
        }
        List<String> methods = new CopyOnWriteArrayList<>();
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), (method, path) -> {
                    methods.add(method);
                    return FaultyProxy.Fault.NONE;
                });
                BlobStore store = S3BlobStore.builder(bucket)
                        .client(S3Server.client(S3Server.at(proxy.port())))
                        .withoutProbe()
                        .open()) {
            assertThat(methods).as("when it is opened").isEmpty();
            assertThat(text(store, "k")).isEqualTo("content");
            assertThat(keys(store)).containsExactly("k");
            store.download("k", folder.resolve("file"));
            assertThat(methods).isNotEmpty().isSubsetOf("GET", "HEAD");
            assertThat(store.create("new", BlobContent.of(new byte[9 << 20]))).isTrue();
            assertThat(store.create("new", BlobContent.of(new byte[9 << 20]))).isFalse();
            assertThat(store.info("new").orElseThrow().size()).isEqualTo(9 << 20);
        }
    }

    @Test
    void damageInTheStoreIsNoticed() throws IOException {
        byte[] bytes = new byte[6 << 20];
        try (S3Client client = S3Server.client(CEPH.server().address()).build();
                BlobStore store = builder().open()) {
            store.put("k", BlobContent.of(bytes));
            Map<String, String> metadata =
                    client.headObject(object -> object.bucket(bucket).key("k")).metadata();
            bytes[5_000_000] = 1;
            client.putObject(object -> object.bucket(bucket).key("k").metadata(metadata), RequestBody.fromBytes(bytes));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> read(store, "k"))
                    .withMessageContaining("damaged")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REJECTED));
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.download("k", folder.resolve("file")))
                    .withMessageContaining("damaged");
        }
    }

    @Test
    void ofConcurrentCreatesOfALargeBlobOneWins() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (BlobStore store = builder().open()) {
            for (int round = 0; round < 3; round++) {
                String key = "large/" + round;
                List<Future<Boolean>> results = new ArrayList<>();
                for (int writer = 0; writer < 4; writer++) {
                    byte[] bytes = new byte[6 << 20];
                    Arrays.fill(bytes, (byte) writer);
                    Callable<Boolean> creation = () -> store.create(key, BlobContent.of(bytes));
                    results.add(executor.submit(creation));
                }
                int winner = -1;
                int winners = 0;
                for (int writer = 0; writer < 4; writer++) {
                    if (results.get(writer).get()) {
                        winner = writer;
                        winners++;
                    }
                }
                assertThat(winners).isOne();
                assertThat(read(store, key)).hasSize(6 << 20).containsOnly(winner);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void downloadsAreOfOneContentWhileItIsReplaced() throws Exception {
        byte[] zeros = new byte[11 << 20];
        byte[] ones = new byte[12 << 20];
        Arrays.fill(ones, (byte) 1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (BlobStore store = builder().attempts(20).open()) {
            store.put("k", BlobContent.of(zeros));
            Future<?> writer = executor.submit(() -> {
                for (int round = 0; round < 6; round++) {
                    store.put("k", BlobContent.of(round % 2 == 0 ? ones : zeros));
                }
                return null;
            });
            Path file = folder.resolve("file");
            do {
                store.download("k", file);
                byte[] seen = Files.readAllBytes(file);
                assertThat(Arrays.equals(seen, zeros) || Arrays.equals(seen, ones))
                        .isTrue();
            } while (!writer.isDone());
            writer.get();
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void contentThatChangesWhileItIsWrittenIsRefused() throws IOException {
        BlobContent shrinking = new BlobContent() {
            private int opened;

            @Override
            public long size() {
                return 6 << 20;
            }

            @Override
            public InputStream open() {
                byte[] bytes = new byte[6 << 20];
                bytes[0] = (byte) opened++;
                return new ByteArrayInputStream(bytes);
            }
        };
        try (BlobStore store = builder().open()) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> store.put("k", shrinking));
            assertThat(store.info("k")).isEmpty();
        }
    }

    @Test
    void listingsGoBeyondAPageOfTheServer() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try (BlobStore store = builder().open()) {
            List<Future<?>> writes = new ArrayList<>();
            for (int blob = 0; blob < 1030; blob++) {
                String key = String.format("b/%04d", blob);
                writes.add(executor.submit(() -> {
                    store.put(key, BlobContent.of("x"));
                    return null;
                }));
            }
            for (Future<?> write : writes) {
                write.get();
            }
            assertThat(store.list("b/", "", 2000)).hasSize(1030);
            assertThat(store.list("b/", "b/0003", 1010))
                    .hasSize(1010)
                    .extracting(BlobInfo::key)
                    .startsWith("b/0004")
                    .endsWith("b/1013");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void failuresAreOfAKindWithTheRequestIdAndWithoutSecrets() throws IOException {
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> S3BlobStore.builder("no-such-bucket")
                        .client(S3Server.client(CEPH.server().address()))
                        .open())
                .withMessageStartingWith("there is no bucket \"no-such-bucket\": create it, or correct its name")
                .withStackTraceContaining("NoSuchBucket")
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.NOT_FOUND);
                    assertThat(e.requestId()).isPresent();
                    assertThat(e).isNotInstanceOf(BlobNotFoundException.class);
                });
        String secret = "a-secret-that-must-not-be-shown";
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> S3BlobStore.builder(bucket)
                        .client(S3Server.client(CEPH.server().address())
                                .credentialsProvider(StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(S3Server.ACCESS_KEY, secret))))
                        .open())
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(Kind.DENIED);
                    assertThat(e.requestId()).isPresent();
                    StringWriter everything = new StringWriter();
                    e.printStackTrace(new PrintWriter(everything));
                    assertThat(everything.toString()).doesNotContain(secret);
                });
        try (BlobStore store = builder().open()) {
            assertThat(store.toString()).isEqualTo("s3://" + bucket + "/");
        }
    }

    @Test
    void everyRequestCarriesTheOptions() throws IOException {
        Map<String, Map<String, List<String>>> seen = new ConcurrentHashMap<>();
        ExecutionInterceptor recorder = new ExecutionInterceptor() {
            @Override
            public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
                seen.put(
                        context.request().getClass().getSimpleName(),
                        context.httpRequest().headers());
            }
        };
        try (BlobStore store = builder()
                .client(S3Server.client(CEPH.server().address())
                        .overrideConfiguration(options -> options.addExecutionInterceptor(recorder)
                                .retryStrategy(DefaultRetryStrategy.doNotRetry())))
                .requesterPays()
                .open()) {
            store.put("large", BlobContent.of(new byte[6 << 20]));
            store.download("large", folder.resolve("file"));
            store.list("", "", 10);
            store.delete("large");
        }
        assertThat(seen.keySet())
                .contains(
                        "PutObjectRequest",
                        "CreateMultipartUploadRequest",
                        "UploadPartRequest",
                        "CompleteMultipartUploadRequest",
                        "HeadObjectRequest",
                        "GetObjectRequest",
                        "ListObjectsV2Request",
                        "DeleteObjectRequest");
        assertThat(seen)
                .allSatisfy((request, headers) ->
                        assertThat(headers).as(request).containsEntry("x-amz-request-payer", List.of("requester")));
    }

    @Test
    void missingCredentialsAreADenial() {
        AwsCredentialsProvider nobody = AwsCredentialsProviderChain.of(SystemPropertyCredentialsProvider.create());
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> S3BlobStore.builder(bucket)
                        .client(S3Server.client(CEPH.server().address()).credentialsProvider(nobody))
                        .open())
                .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.DENIED));
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> S3BlobStore.builder("b")
                            .client(S3Server.client(S3Server.at(silent.getLocalPort())))
                            .timeout(Duration.ofMillis(300))
                            .attempts(2)
                            .open())
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
        }
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> S3BlobStore.builder(" "));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().partSize(1 << 20));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().parallelism(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().attempts(0));
        assertThatIllegalArgumentException().isThrownBy(() -> builder().timeout(Duration.ZERO));
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        builder().endpoint(CEPH.server().address(), "us-east-1").open());
    }

    private static List<String> keys(BlobStore store) throws IOException {
        return store.list("", "", 1000).stream().map(BlobInfo::key).toList();
    }

    private static byte[] read(BlobStore store, String key) throws IOException {
        try (InputStream stream = store.get(key)) {
            return stream.readAllBytes();
        }
    }

    private static String text(BlobStore store, String key) throws IOException {
        return new String(read(store, key), StandardCharsets.UTF_8);
    }
}
