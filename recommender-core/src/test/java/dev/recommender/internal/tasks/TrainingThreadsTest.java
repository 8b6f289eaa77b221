package dev.recommender.internal.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingMonitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a training's supervisor promises its monitor and its caller. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TrainingThreadsTest {
    private record Report(String phase, double fraction, long nanos, Thread thread) {}

    private final List<Report> reports = new ArrayList<>();
    private final AtomicInteger reportsBetween = new AtomicInteger();
    private final TrainingMonitor recorder = new TrainingMonitor() {
        @Override
        public void progress(String phase, double fraction) {
            reports.add(new Report(phase, fraction, System.nanoTime(), Thread.currentThread()));
            reportsBetween.addAndGet(fraction > 0 && fraction < 1 ? 1 : 0);
        }
    };

    @Test
    @Tag("slow")
    void progressIsToldInOrderByTheCallersThreadAndNotTooOften() {
        String result = TrainingThreads.supervise(2, recorder, work -> {
            work.phase("reading", () -> 1);
            work.phase("similarity", () -> {
                // Two thirds of the tasks wait until there was something to tell.
                work.run(30, () -> work, (number, ignored) -> {
                    while (reportsBetween.get() < number / 10) {
                        Thread.onSpinWait();
                    }
                });
                return 2;
            });
            work.phase("model", () -> 3);
            return "model";
        });
        assertThat(result).isEqualTo("model");
        assertThat(reports).extracting(Report::thread).containsOnly(Thread.currentThread());
        assertThat(reports.stream().filter(report -> report.fraction == 0 || report.fraction == 1))
                .extracting(report -> report.phase + " " + report.fraction)
                .containsExactly(
                        "reading 0.0", "reading 1.0", "similarity 0.0", "similarity 1.0", "model 0.0", "model 1.0");
        assertThat(reportsBetween).hasValueGreaterThanOrEqualTo(2);
        for (int at = 1; at < reports.size(); at++) {
            Report report = reports.get(at);
            Report before = reports.get(at - 1);
            if (report.phase.equals(before.phase)) {
                assertThat(report.fraction).isGreaterThan(before.fraction);
            }
            if (report.fraction > 0 && report.fraction < 1) {
                assertThat(report.nanos - before.nanos).isGreaterThanOrEqualTo(250_000_000);
            }
        }
    }

    @Test
    void iterationsAreReportedInOrderOnTheThreadOfTheCaller() {
        List<String> told = new ArrayList<>();
        Thread caller = Thread.currentThread();
        TrainingThreads.supervise(
                2,
                new TrainingMonitor() {
                    @Override
                    public void iteration(String phase, int number, double loss) {
                        assertThat(Thread.currentThread()).isSameAs(caller);
                        told.add(phase + number + ":" + loss);
                    }
                },
                work -> work.phase("learning", () -> {
                    work.expect(6);
                    for (int number = 1; number <= 3; number++) {
                        work.runQuietly(2, () -> work, (task, ignored) -> {});
                        work.iteration(number, 8.0 / number);
                    }
                    return 0;
                }));
        assertThat(told).containsExactly("learning1:8.0", "learning2:4.0", "learning3:" + 8.0 / 3);
    }

    @Test
    void whatAMonitorThrowsEndsTheTrainingAndReachesTheCaller() {
        for (boolean whileReporting : List.of(true, false)) {
            CountDownLatch started = new CountDownLatch(1);
            TrainingMonitor monitor = new TrainingMonitor() {
                @Override
                public void progress(String phase, double fraction) {
                    fail(whileReporting);
                }

                @Override
                public boolean cancelled() {
                    fail(!whileReporting);
                    return false;
                }

                /** Only once a thread works, so that there is something to end. */
                private void fail(boolean now) {
                    if (now) {
                        awaitZero(started);
                        throw new IllegalStateException("display is gone");
                    }
                }
            };
            Set<Thread> working = ConcurrentHashMap.newKeySet();
            assertThatThrownBy(() -> TrainingThreads.supervise(
                            3,
                            monitor,
                            work -> work.phase("reading", () -> {
                                work.run(3, () -> work, (number, ignored) -> {
                                    working.add(Thread.currentThread());
                                    started.countDown();
                                    checkForEver(work);
                                });
                                return 0;
                            })))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("display is gone");
            assertThat(working).isNotEmpty();
            working.forEach(TrainingThreadsTest::awaitEnd);
        }
    }

    @Test
    void theFirstFailureStopsTheOtherThreadsAndIsTheOneTold() {
        for (int failing = 0; failing < 3; failing++) {
            int bad = failing;
            Set<Thread> working = ConcurrentHashMap.newKeySet();
            CountDownLatch all = new CountDownLatch(3);
            assertThatThrownBy(() -> TrainingThreads.supervise(
                            3,
                            recorder,
                            work -> work.phase("reading", () -> {
                                work.run(3, () -> work, (number, ignored) -> {
                                    working.add(Thread.currentThread());
                                    all.countDown();
                                    awaitZero(all);
                                    if (number == bad) {
                                        throw new IllegalArgumentException("task " + number);
                                    }
                                    checkForEver(work);
                                });
                                return 0;
                            })))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("task " + bad);
            assertThat(working).hasSize(3);
            working.forEach(TrainingThreadsTest::awaitEnd);
        }
    }

    @Test
    @Tag("slow")
    void foreignCodeThatIgnoresInterruptionIsLeftBehindUntilItsNextCheck() {
        AtomicBoolean released = new AtomicBoolean();
        AtomicBoolean seen = new AtomicBoolean();
        Set<Thread> working = ConcurrentHashMap.newKeySet();
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                return !working.isEmpty();
            }
        };
        assertThatThrownBy(() -> TrainingThreads.supervise(
                        1,
                        monitor,
                        work -> work.phase("reading", () -> {
                            try {
                                work.callersCode(() -> {
                                    working.add(Thread.currentThread());
                                    while (!released.get()) {
                                        seen.compareAndSet(false, Thread.interrupted());
                                        LockSupport.parkNanos(1_000_000);
                                    }
                                    return 0;
                                });
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                            work.check();
                            throw new AssertionError("goes on although it was cancelled");
                        })))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(released).isFalse();
        assertThat(seen).as("interrupted").isTrue();
        assertThat(working).allMatch(Thread::isAlive).allMatch(Thread::isDaemon);
        released.set(true);
        working.forEach(TrainingThreadsTest::awaitEnd);
    }

    @Test
    @Tag("slow")
    void codeOfTheTrainingItselfIsWaitedForHoweverLongItTakes() {
        AtomicBoolean ended = new AtomicBoolean();
        AtomicBoolean started = new AtomicBoolean();
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public boolean cancelled() {
                return started.get();
            }
        };
        assertThatThrownBy(() -> TrainingThreads.supervise(
                        1,
                        monitor,
                        work -> work.phase("reading", () -> {
                            started.set(true);
                            for (long start = System.nanoTime(); System.nanoTime() - start < 1_500_000_000; ) {
                                Thread.onSpinWait();
                            }
                            ended.set(true);
                            return 0;
                        })))
                .isInstanceOf(TrainingCancelledException.class);
        assertThat(ended).isTrue();
    }

    private static void checkForEver(TrainingThreads work) {
        while (true) {
            work.check();
            Thread.onSpinWait();
        }
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
