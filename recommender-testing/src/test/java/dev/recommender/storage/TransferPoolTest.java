package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TransferPoolTest {
    private final TransferPool pool = new TransferPool(2);

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void transfersRunSeveralAtATimeAndNoMore() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(2);
        try (TransferPool.Batch<Integer> batch = pool.batch("test")) {
            for (int transfer = 0; transfer < 20; transfer++) {
                batch.submit(() -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    together.await();
                    return running.decrementAndGet();
                });
            }
            while (batch.pending() > 0) {
                batch.takeNext();
            }
        }
        assertThat(most).hasValueBetween(2, 2);
        assertThat(pool.parallelism()).isEqualTo(2);
    }

    @Test
    void resultsAreTakenInTheOrderOfSubmission() throws IOException {
        try (TransferPool.Batch<Integer> batch = pool.batch("test")) {
            CountDownLatch second = new CountDownLatch(1);
            batch.submit(() -> {
                second.await();
                return 1;
            });
            batch.submit(() -> {
                second.countDown();
                return 2;
            });
            assertThat(batch.pending()).isEqualTo(2);
            assertThat(batch.takeFirst()).isEqualTo(1);
            assertThat(batch.takeFirst()).isEqualTo(2);
            assertThat(batch.pending()).isZero();
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batch::takeFirst);
        }
    }

    @Test
    void resultsAreTakenAsTransfersEnd() throws IOException {
        try (TransferPool.Batch<Integer> batch = pool.batch("test")) {
            CountDownLatch taken = new CountDownLatch(1);
            batch.submit(() -> {
                taken.await();
                return 1;
            });
            batch.submit(() -> 2);
            assertThat(batch.takeNext()).isEqualTo(2);
            taken.countDown();
            assertThat(batch.takeNext()).isEqualTo(1);
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(batch::takeNext);
        }
    }

    @Test
    void failuresAreTheCallers() throws IOException {
        IOException failure = new IOException("disk");
        IllegalStateException defect = new IllegalStateException("defect");
        try (TransferPool.Batch<Integer> batch = pool.batch("write the blob")) {
            batch.submit(() -> {
                throw failure;
            });
            assertThatThrownBy(batch::takeNext).isSameAs(failure);
            batch.submit(() -> {
                throw defect;
            });
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(batch::takeFirst)
                    .withMessageStartingWith("cannot write the blob: ")
                    .satisfies(e -> assertThat(e.getCause()).isSameAs(defect));
        }
    }

    @Test
    void aBatchThatIsClosedLeavesNothingRunning() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        AtomicInteger ended = new AtomicInteger();
        AtomicInteger begun = new AtomicInteger();
        try (TransferPool.Batch<Integer> batch = pool.batch("test")) {
            for (int transfer = 0; transfer < 10; transfer++) {
                batch.submit(() -> {
                    begun.incrementAndGet();
                    started.countDown();
                    try {
                        new CountDownLatch(1).await();
                        return 0;
                    } finally {
                        ended.incrementAndGet();
                    }
                });
            }
            started.await();
        }
        assertThat(begun).hasValue(2);
        assertThat(ended).hasValue(2);
    }

    @Test
    void otherBatchesGoOnWhenOneIsClosed() throws IOException {
        try (TransferPool.Batch<Integer> other = pool.batch("test")) {
            pool.<Integer>batch("closed").close();
            other.submit(() -> 1);
            assertThat(other.takeNext()).isEqualTo(1);
        }
    }

    @Test
    void whoeverWaitsForAClosedPoolGetsAFailure() throws Exception {
        CountDownLatch started = new CountDownLatch(2);
        List<Throwable> thrown = new ArrayList<>();
        FutureTask<Void> waiting = new FutureTask<>(() -> {
            try (TransferPool.Batch<Integer> batch = pool.batch("read the blob")) {
                for (int transfer = 0; transfer < 3; transfer++) {
                    batch.submit(() -> {
                        started.countDown();
                        new CountDownLatch(1).await();
                        return 0;
                    });
                }
                while (batch.pending() > 0) {
                    thrown.add(catchThrowable(batch::takeNext));
                }
                thrown.add(catchThrowable(() -> batch.submit(() -> 1)));
            }
            return null;
        });
        new Thread(waiting).start();
        started.await();
        pool.close();
        waiting.get(30, TimeUnit.SECONDS);
        assertThat(thrown)
                .hasSize(4)
                .allSatisfy(e -> assertThat(e)
                        .isInstanceOf(StorageException.class)
                        .hasMessage("cannot read the blob: the store was closed"));
        assertThat(thrown)
                .allSatisfy(e -> assertThat(((StorageException) e).kind()).isEqualTo(Kind.REJECTED));
    }

    @Test
    void anInterruptedWaitEndsAndLeavesTheThreadInterrupted() throws Exception {
        try (TransferPool.Batch<Integer> batch = pool.batch("read the blob")) {
            batch.submit(() -> {
                new CountDownLatch(1).await();
                return 0;
            });
            Thread.currentThread().interrupt();
            assertThatExceptionOfType(InterruptedIOException.class)
                    .isThrownBy(batch::takeNext)
                    .withMessage("interrupted: cannot read the blob");
            assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(batch::takeFirst);
            assertThat(batch.pending()).as("is left to be cancelled").isOne();
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    /** The threads are daemons, so that a store that is never closed does not keep its process alive. */
    @Test
    void threadsAreDaemons() throws IOException {
        AtomicBoolean daemon = new AtomicBoolean();
        try (TransferPool.Batch<String> batch = pool.batch("test")) {
            batch.submit(() -> {
                daemon.set(Thread.currentThread().isDaemon());
                return Thread.currentThread().getName();
            });
            assertThat(batch.takeNext()).startsWith("recommender-transfer-");
        }
        assertThat(daemon).isTrue();
    }

    @Test
    void parallelismOutOfRangeIsRefused() {
        for (int parallelism : new int[] {0, 65}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new TransferPool(parallelism))
                    .withMessage("parallelism is not from 1 to 64: " + parallelism);
        }
        assertThat(TransferPool.checkParallelism(64)).isEqualTo(64);
    }
}
