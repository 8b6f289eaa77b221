package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What a write of several requests leaves behind when it fails, is interrupted, or the store is closed. */
@Timeout(180)
@Tag("servers")
class LargeWriteTest {
    private static final int SIZE = 26 << 20;

    @RegisterExtension
    static final Ceph CEPH = new Ceph();

    private final String bucket = "large-write-" + UUID.randomUUID();

    @TempDir
    private Path folder;

    @BeforeEach
    void createBucket() {
        CEPH.server().createBucket(bucket);
    }

    /** POST of {@code ?uploads} begins, PUT of a part number uploads, POST of an upload's id completes. */
    @ParameterizedTest
    @ValueSource(strings = {"POST uploads", "PUT partNumber=2", "POST uploadId="})
    void eachOfItsRequestsIsTriedAsOftenAsWasSaid(String request) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        String[] words = request.split(" ");
        BiFunction<String, String, Fault> plan = (method, path) -> {
            boolean meant = path.contains("/key") && method.equals(words[0]) && path.contains(words[1]);
            asked.addAndGet(meant ? 1 : 0);
            return meant ? Fault.SLOW_DOWN : Fault.NONE;
        };
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                BlobStore store = open(proxy.port())) {
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> store.put("key", BlobContent.of(new byte[6 << 20])))
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE));
            assertThat(asked).hasValue(3);
            assertThat(uploads()).isEmpty();
        }
    }

    @Test
    void anInterruptedWriteLeavesNoUpload() throws Exception {
        CountDownLatch uploading = new CountDownLatch(2);
        CountDownLatch interrupted = new CountDownLatch(1);
        AtomicInteger aborts = new AtomicInteger();
        BiFunction<String, String, Fault> plan = (method, path) -> {
            if (path.contains("/key") && path.contains("partNumber=")) {
                uploading.countDown();
                await(interrupted);
            }
            boolean abort = path.contains("/key") && method.equals("DELETE");
            return abort && aborts.getAndIncrement() == 0 ? Fault.SLOW_DOWN : Fault.NONE;
        };
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                BlobStore store = open(proxy.port())) {
            AtomicBoolean toldSo = new AtomicBoolean();
            AtomicBoolean stillInterrupted = new AtomicBoolean();
            Thread writer = new Thread(() -> {
                try {
                    store.put("key", BlobContent.of(new byte[SIZE]));
                } catch (InterruptedIOException e) {
                    toldSo.set(true);
                } catch (IOException e) {
                    e.printStackTrace();
                }
                stillInterrupted.set(Thread.currentThread().isInterrupted());
            });
            writer.start();
            await(uploading);
            writer.interrupt();
            interrupted.countDown();
            writer.join();
            assertThat(toldSo).isTrue();
            assertThat(stillInterrupted).isTrue();
            assertThat(uploads()).isEmpty();
            assertThat(store.info("key")).isEmpty();
            assertThat(aborts).hasValueGreaterThan(1);
        }
    }

    /** Of two callers, the transfers of one are in progress, and the transfers of the other wait for them. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsUnderWayOrWaitsWhenTheStoreIsClosedFails(boolean writes) throws Exception {
        CountDownLatch transferring = new CountDownLatch(2);
        CountDownLatch closed = new CountDownLatch(1);
        AtomicBoolean armed = new AtomicBoolean(writes);
        BiFunction<String, String, Fault> plan = (method, path) -> {
            boolean transfer = path.contains("/key") && (writes ? path.contains("partNumber=") : method.equals("GET"));
            if (armed.get() && transfer) {
                transferring.countDown();
                await(closed);
            }
            return Fault.NONE;
        };
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                BlobStore store = open(proxy.port())) {
            if (!writes) {
                store.put("key", BlobContent.of(new byte[SIZE]));
                armed.set(true);
            }
            Callable<Boolean> call = () -> {
                if (writes) {
                    store.put("key", BlobContent.of(new byte[SIZE]));
                } else {
                    store.download("key", Files.createTempFile(folder, "copy", ""));
                }
                return true;
            };
            FutureTask<Boolean> first = new FutureTask<>(call);
            new Thread(first).start();
            await(transferring);
            FutureTask<Boolean> second = new FutureTask<>(call);
            Thread waiting = new Thread(second);
            waiting.start();
            while (waiting.getState() != Thread.State.WAITING) {
                Thread.sleep(5);
            }
            store.close();
            closed.countDown();
            FutureTask<Boolean> late = new FutureTask<>(call);
            late.run();
            for (FutureTask<Boolean> failed : List.of(first, second, late)) {
                assertThatThrownBy(() -> failed.get(1, TimeUnit.MINUTES))
                        .cause()
                        .isInstanceOfSatisfying(
                                StorageException.class,
                                e -> assertThat(e.kind()).isEqualTo(Kind.REJECTED))
                        .hasMessageContaining("closed");
            }
        }
    }

    @Test
    void everyStreamOfAContentThatIsSentAgainIsClosed() throws IOException {
        AtomicInteger open = new AtomicInteger();
        BlobContent content = content(6 << 20, open, Integer.MAX_VALUE);
        AtomicInteger faults = new AtomicInteger(2);
        BiFunction<String, String, Fault> plan =
                (method, path) -> method.equals("PUT") && path.contains("/key") && faults.getAndDecrement() > 0
                        ? Fault.CUT_REQUEST
                        : Fault.NONE;
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                BlobStore store = open(proxy.port())) {
            assertThat(store.create("key", content)).isTrue();
            assertThat(proxy.done()).containsEntry(Fault.CUT_REQUEST, 2);
            assertThat(open).hasValue(0);
        }
    }

    /** The first time the content is read for its checksums. */
    @Test
    void aContentThatCannotBeReadIsNoFailureOfTheStore() throws IOException {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        BiFunction<String, String, Fault> plan = (method, path) -> {
            asked.addAndGet(method.equals("PUT") && path.contains("/key") ? 1 : 0);
            return Fault.NONE;
        };
        try (FaultyProxy proxy = new FaultyProxy(CEPH.server().port(), plan);
                BlobStore store = open(proxy.port())) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> store.create("key", content(6 << 20, open, 1)))
                    .isNotInstanceOf(StorageException.class)
                    .withMessage("the disk is broken");
            assertThat(asked).hasValueLessThan(2);
            assertThat(open).hasValue(0);
            assertThat(store.info("key")).isEmpty();
        }
    }

    /** Zeros that can be read so many times; counts its open streams. */
    private static BlobContent content(int size, AtomicInteger open, int times) {
        AtomicInteger opened = new AtomicInteger();
        return new BlobContent() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public InputStream open() {
                boolean broken = opened.getAndIncrement() >= times;
                open.incrementAndGet();
                return new FilterInputStream(new ByteArrayInputStream(new byte[size])) {
                    private boolean isClosed;

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        int count = super.read(target, offset, length);
                        if (broken && available() < size / 2) {
                            throw new IOException("the disk is broken");
                        }
                        return count;
                    }

                    @Override
                    public void close() {
                        open.addAndGet(isClosed ? 0 : -1);
                        isClosed = true;
                    }
                };
            }
        };
    }

    private List<MultipartUpload> uploads() {
        try (S3Client client = S3Server.client(CEPH.server().address()).build()) {
            return client.listMultipartUploads(request -> request.bucket(bucket))
                    .uploads();
        }
    }

    private S3BlobStore open(int port) throws IOException {
        return S3BlobStore.builder(bucket)
                .client(S3Server.client(S3Server.at(port)))
                .partSize(5 << 20)
                .parallelism(2)
                .attempts(3)
                .open();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
