package dev.recommender.service;

import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.internal.util.ThisProcess;
import dev.recommender.internal.worker.DeletionHandler;
import dev.recommender.internal.worker.Sweep;
import dev.recommender.internal.worker.TrainingHandler;
import dev.recommender.internal.worker.WorkLoop;
import dev.recommender.internal.worker.WorkerOptions;
import dev.recommender.internal.worker.WorkerStores;
import dev.recommender.registry.WorkerListener;
import dev.recommender.registry.WorkerListener.SweepReport;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the models that were requested of a {@link ModelService}, and deletes what is stored of deleted ones: one training
 * at a time, and deletions beside it. Any number of workers, in any number of processes, share the work.
 *
 * <p>A worker may be killed at any moment. Its message becomes visible again, another worker takes over, and whatever
 * happens a model is completed once or fails. A training that fails for a reason that may pass is tried again after a
 * while; one whose files cannot be parsed fails at once. Now and then each worker sweeps: it sends messages anew that were
 * lost, and deletes blobs of models that nobody needs.
 *
 * <p>Safe for use by several threads. {@link #close} stops it.
 */
public final class ModelWorker implements AutoCloseable {
    private final String name;
    private final TrainingHandler trainings;
    private final Sweep sweep;
    private final List<WorkLoop> loops;

    private ModelWorker(WorkerStores stores, WorkerOptions options) {
        this.name = options.name();
        this.trainings = new TrainingHandler(stores, options);
        DeletionHandler deletions = new DeletionHandler(stores, options);
        this.sweep =
                new Sweep(stores.registry(), stores.claims(), stores.trainings(), stores.blobs(), options.patience());
        this.loops = List.of(
                WorkLoop.of(
                        "recommender-trainings",
                        options.pollEvery(),
                        () -> next(stores.trainings(), trainings::handle, options),
                        options::failed),
                WorkLoop.of(
                        "recommender-deletions",
                        options.pollEvery(),
                        () -> next(stores.deletions(), deletions::handle, options),
                        options::failed),
                WorkLoop.of("recommender-sweep", options.sweepEvery(), () -> sweep(sweep, options), options::failed));
        loops.forEach(WorkLoop::start);
    }

    /** What the worker calls itself in the registry's histories. */
    public String name() {
        return name;
    }

    /**
     * Takes no more work, gives a training under way up so that its message is back in the queue, and waits for the end.
     * A training that is being made visible is finished first; a sweep ends with the models that it is just reading.
     */
    @Override
    public void close() {
        loops.forEach(WorkLoop::stop);
        sweep.stop();
        trainings.stop();
        loops.forEach(WorkLoop::join);
    }

    private interface Handler {
        void handle(Delivery delivery) throws IOException;
    }

    private static boolean next(WorkQueue queue, Handler handler, WorkerOptions options) throws IOException {
        Optional<Delivery> delivery = queue.receive(options.visibility());
        if (delivery.isPresent()) {
            handler.handle(delivery.get());
        }
        return delivery.isPresent();
    }

    private static boolean sweep(Sweep sweep, WorkerOptions options) throws IOException {
        SweepReport report = sweep.run();
        options.tell(listener -> listener.swept(report));
        return false;
    }

    /** Collects how a worker works; each option is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private final WorkerStores stores;
        private String name = ThisProcess.name();
        private @Nullable Path folder;
        private Duration visibility = Duration.ofMinutes(1);
        private Duration pollEvery = Duration.ofSeconds(1);
        private Duration lookEvery = Duration.ofSeconds(2);
        private int maxAttempts = 2;
        private Duration backoff = Duration.ofSeconds(10);
        private Duration retryPause = Duration.ofSeconds(2);
        private Duration sweepEvery = Duration.ofMinutes(5);
        private Duration patience = Duration.ofMinutes(10);
        private int threads = Runtime.getRuntime().availableProcessors();
        private WorkerListener listener = WorkerListener.none();

        Builder(WorkerStores stores) {
            this.stores = stores;
        }

        /**
         * What the worker calls itself; host and process if not said.
         *
         * @throws IllegalArgumentException if it has not 1 to 80 characters
         */
        public Builder name(String name) {
            if (name.isBlank() || name.length() > 80) {
                throw new IllegalArgumentException("name must have 1 to 80 characters: \"" + name + "\"");
            }
            this.name = name;
            return this;
        }

        /**
         * Where the files of a training are kept while it lasts: its inputs and its model; created if need be. A folder
         * of this user's own among the temporary files if not said.
         */
        public Builder folder(Path folder) {
            this.folder = folder;
            return this;
        }

        /**
         * How long a message and the claim on its model outlive a killed worker; a minute if not said. A living one renews
         * both three times as often. The clocks of workers that share a queue must agree much better than that.
         *
         * @throws IllegalArgumentException if it is not from one second to {@link WorkQueue#MAX_DELAY}
         */
        public Builder visibility(Duration visibility) {
            this.visibility = WorkQueue.checkVisibility(visibility);
            return this;
        }

        /** How long to wait before an empty queue is asked again; a second if not said. */
        public Builder pollEvery(Duration pause) {
            this.pollEvery = requirePositive("pollEvery", pause);
            return this;
        }

        /**
         * How often a training looks whether its model was cancelled or deleted; every two seconds if not said.
         */
        public Builder lookEvery(Duration pause) {
            this.lookEvery = requirePositive("lookEvery", pause);
            return this;
        }

        /**
         * How often a model is tried before it fails; 2 if not said. Being killed counts as an attempt, being stopped does
         * not.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxAttempts(int attempts) {
            this.maxAttempts = requireAtLeastOne("maxAttempts", attempts);
            return this;
        }

        /** How long to wait after a first failed attempt; 10 seconds if not said, and twice as long after each further. */
        public Builder backoff(Duration wait) {
            this.backoff = requirePositive("backoff", wait);
            return this;
        }

        /**
         * How long to wait before a transfer that failed is tried again within an attempt; 2 seconds if not said, and
         * twice as long after each further failure. The sixth failure fails the attempt.
         */
        public Builder retryPause(Duration pause) {
            this.retryPause = requirePositive("retryPause", pause);
            return this;
        }

        /** How often to sweep; every 5 minutes if not said. */
        public Builder sweepEvery(Duration pause) {
            this.sweepEvery = requirePositive("sweepEvery", pause);
            return this;
        }

        /**
         * How long a model may wait unclaimed before a sweep takes its message for lost and sends it anew; 10 minutes if
         * not said, and twice as long after each time. Should be longer than the visibility. A message too many does no
         * harm.
         */
        public Builder patience(Duration patience) {
            this.patience = requirePositive("patience", patience);
            return this;
        }

        /**
         * How many threads a training may use; the number of processors if not said.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder threads(int count) {
            this.threads = requireAtLeastOne("threads", count);
            return this;
        }

        /** Who hears what the worker does; nobody if not said. */
        public Builder listener(WorkerListener listener) {
            this.listener = listener;
            return this;
        }

        /**
         * A worker with the options as they are now, at work.
         *
         * @throws IOException if the folder cannot be created
         */
        public ModelWorker start() throws IOException {
            WorkerOptions options = new WorkerOptions(
                    name,
                    folder == null ? PrivateFolders.temporary("recommender-worker") : PrivateFolders.create(folder),
                    visibility,
                    pollEvery,
                    lookEvery,
                    maxAttempts,
                    backoff,
                    retryPause,
                    sweepEvery,
                    patience,
                    threads,
                    listener);
            return new ModelWorker(stores.as("worker " + name), options);
        }

        private static Duration requirePositive(String option, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(option + " must be positive: " + value);
            }
            return value;
        }

        private static int requireAtLeastOne(String option, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "%s must be at least 1: %d", option, value));
            }
            return value;
        }
    }
}
