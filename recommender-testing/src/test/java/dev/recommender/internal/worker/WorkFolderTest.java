package dev.recommender.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.internal.util.ThisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {
    private static final int WORKERS = 4;
    private static final int ROUNDS = 20;

    @TempDir
    private Path folder;

    /** Workers that begin at the same time all see what a killed one has left, and walk through it side by side. */
    @Test
    @Tag("slow")
    void whatAKilledProcessLeftIsDeletedByWhoeverComes() throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(WORKERS);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                leave(Long.MAX_VALUE / 10 - round);
                CyclicBarrier start = new CyclicBarrier(WORKERS);
                Callable<Void> worker = () -> {
                    start.await();
                    try (WorkFolder work = WorkFolder.in(folder)) {
                        Files.writeString(work.path().resolve("model.sar"), "x");
                    }
                    return null;
                };
                List<Future<Void>> workers = new ArrayList<>();
                for (int number = 0; number < WORKERS; number++) {
                    workers.add(executor.submit(worker));
                }
                for (Future<Void> each : workers) {
                    each.get();
                }
                // What two have deleted at once each may have passed over.
                WorkFolder.in(folder).close();
                try (Stream<Path> left = Files.list(folder)) {
                    assertThat(left).isEmpty();
                }
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void whatALivingProcessUsesStays() throws IOException {
        try (WorkFolder first = WorkFolder.in(folder);
                WorkFolder second = WorkFolder.in(folder)) {
            assertThat(first.path()).isDirectory().isNotEqualTo(second.path());
        }
    }

    /** In a container each process has the same number as the killed one before it. */
    @Test
    void whatAKilledProcessOfTheSameNumberLeftIsDeleted() throws IOException {
        leave(ProcessHandle.current().pid());
        try (WorkFolder work = WorkFolder.in(folder);
                Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(work.path());
        }
    }

    /** Leaves a folder as a process of this number would that was started long ago. */
    private void leave(long process) throws IOException {
        Path left = folder.resolve("training_" + ThisProcess.machine() + "_" + process + "_1_" + UUID.randomUUID());
        for (int below = 0; below < 20; below++) {
            Path inputs = Files.createDirectories(left.resolve("usage" + below));
            for (int file = 0; file < 10; file++) {
                Files.writeString(inputs.resolve(file + ".csv"), "u,i");
            }
        }
    }
}
