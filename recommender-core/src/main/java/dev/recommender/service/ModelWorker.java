package dev.recommender.service;

import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.IOConsumer;
import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.internal.util.SafeListener;
import dev.recommender.internal.util.ThisProcess;
import dev.recommender.internal.worker.DeletionHandler;
import dev.recommender.internal.worker.Sweep;
import dev.recommender.internal.worker.TrainingHandler;
import dev.recommender.internal.worker.WorkFolder;
import dev.recommender.internal.worker.WorkLoop;
import dev.recommender.internal.worker.WorkerOptions;
import dev.recommender.internal.worker.WorkerStores;
import dev.recommender.registry.WorkerListener;
import dev.recommender.registry.WorkerListener.SweepReport;
import dev.recommender.storage.Backoff;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains the models that were requested of a {@link ModelService}, and deletes the files of deleted ones. It runs one
 * training at a time, and deletions in parallel. Any number of workers, in any number of processes, share the work.
 *
 * <p>A worker may be killed at any moment. Its message becomes visible again, another worker takes over, and a model is
 * completed once or fails. A training that fails for a reason that may pass is tried again after a while. A training
 * whose files cannot be read fails at once. Each worker sweeps from time to time: it sends lost messages again, and
 * deletes files that no model needs.
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
        this.sweep = new Sweep(stores, options.requeueAfter());
        this.loops = List.of(
                WorkLoop.of(
                        "recommender-trainings",
                        options.pollInterval(),
                        () -> next(stores.trainings(), trainings::handle, options),
                        options::storeFailed),
                WorkLoop.of(
                        "recommender-deletions",
                        options.pollInterval(),
                        () -> next(stores.deletions(), deletions::handle, options),
                        options::storeFailed),
                WorkLoop.of(
                        "recommender-sweep",
                        options.sweepInterval(),
                        () -> sweep(sweep, options),
                        options::storeFailed));
        loops.forEach(WorkLoop::start);
    }

    /** What the worker calls itself in the registry's histories. */
    public String name() {
        return name;
    }

    /**
     * Takes no more work, ends a training in progress and puts its message back into the queue, and waits for the end.
     * A training that is being made visible is finished first; a sweep ends with the models that it is just reading.
     */
    @Override
    public void close() {
        loops.forEach(WorkLoop::stop);
        sweep.stop();
        trainings.stop();
        loops.forEach(WorkLoop::join);
    }

    private static boolean next(WorkQueue queue, IOConsumer<Delivery> handler, WorkerOptions options)
            throws IOException {
        Optional<Delivery> delivery = queue.receive(options.visibility());
        if (delivery.isPresent()) {
            handler.accept(delivery.get());
        }
        return delivery.isPresent();
    }

    private static boolean sweep(Sweep sweep, WorkerOptions options) throws IOException {
        SweepReport report = sweep.run();
        options.listener().report(to -> to.swept(report));
        return false;
    }

    /** Collects how a worker works; each option is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private static final int MAX_NAME = 80;

        private final WorkerStores stores;
        private String name = ThisProcess.name();
        private @Nullable Path folder;
        private Duration visibility = Duration.ofMinutes(1);
        private Duration pollInterval = Duration.ofSeconds(1);
        private Duration cancelCheckInterval = Duration.ofSeconds(2);
        private int maxAttempts = 2;
        private Duration backoff = Duration.ofSeconds(10);
        private Duration transferRetryDelay = Duration.ofSeconds(2);
        private Duration sweepInterval = Duration.ofMinutes(5);
        private Duration requeueAfter = Duration.ofMinutes(10);
        private int threads = Runtime.getRuntime().availableProcessors();
        private WorkerListener listener = WorkerListener.none();

        Builder(WorkerStores stores) {
            this.stores = stores;
        }

        /**
         * What the worker calls itself; default: host and process.
         *
         * @throws IllegalArgumentException if it does not have 1 to 80 characters
         */
        public Builder name(String name) {
            if (name.isBlank() || name.length() > MAX_NAME) {
                throw new IllegalArgumentException("name must have 1 to " + MAX_NAME + " characters: \"" + name + "\"");
            }
            this.name = name;
            return this;
        }

        /**
         * Where the files of a training are kept while it lasts: its inputs and its model; created if needed. Default: a
         * folder of this user's own among the temporary files.
         */
        public Builder folder(Path folder) {
            this.folder = Arguments.requireNonNull("folder", folder);
            return this;
        }

        /**
         * How long a message and the claim on its model outlive a killed worker; default: a minute. A living worker renews
         * both three times as often. The clocks of workers that share a queue must agree much better than that.
         *
         * @throws IllegalArgumentException if it is not from one second to {@link WorkQueue#MAX_DELAY}
         */
        public Builder visibility(Duration visibility) {
            this.visibility = WorkQueue.checkVisibility(visibility);
            return this;
        }

        /** How long to wait before an empty queue is asked again; default: a second. */
        public Builder pollInterval(Duration interval) {
            this.pollInterval = Arguments.requirePositive("pollInterval", interval);
            return this;
        }

        /** How often to check whether a training was cancelled or its model deleted; default: every two seconds. */
        public Builder cancelCheckInterval(Duration interval) {
            this.cancelCheckInterval = Arguments.requirePositive("cancelCheckInterval", interval);
            return this;
        }

        /**
         * How often a model is tried before it fails; default: 2. Being killed counts as an attempt, being stopped does not.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxAttempts(int attempts) {
            this.maxAttempts = Arguments.requireAtLeast("maxAttempts", attempts, 1);
            return this;
        }

        /**
         * How long to wait after a first failed attempt; default: 10 seconds. Doubles with each further attempt, up to {@link
         * WorkQueue#MAX_DELAY}.
         *
         * @throws IllegalArgumentException if it is not positive, or more than {@link WorkQueue#MAX_DELAY}
         */
        public Builder backoff(Duration delay) {
            Arguments.requirePositive("backoff", delay);
            if (delay.compareTo(WorkQueue.MAX_DELAY) > 0) {
                throw new IllegalArgumentException("backoff must be at most " + WorkQueue.MAX_DELAY + ": " + delay);
            }
            this.backoff = delay;
            return this;
        }

        /**
         * How long to wait before a failed transfer is repeated within an attempt; default: 2 seconds. The wait doubles
         * with each further failure. The sixth failure fails the attempt.
         */
        public Builder transferRetryDelay(Duration delay) {
            this.transferRetryDelay = Arguments.requirePositive("transferRetryDelay", delay);
            return this;
        }

        /** How often to sweep; default: every 5 minutes. */
        public Builder sweepInterval(Duration interval) {
            this.sweepInterval = Arguments.requirePositive("sweepInterval", interval);
            return this;
        }

        /**
         * How long a model may wait unclaimed before a sweep takes its message for lost and sends it again; default: 10
         * minutes. Doubles with each time. Should be longer than the visibility. A message too many does no harm.
         */
        public Builder requeueAfter(Duration time) {
            this.requeueAfter = Arguments.requirePositive("requeueAfter", time);
            return this;
        }

        /**
         * How many threads a training may use; default: the number of processors.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder threads(int count) {
            this.threads = Arguments.requireAtLeast("threads", count, 1);
            return this;
        }

        /** Is called with what the worker does; default: nothing is. */
        public Builder listener(WorkerListener listener) {
            this.listener = Arguments.requireNonNull("listener", listener);
            return this;
        }

        /**
         * A worker with the options as they are now, at work. It deletes what killed workers of this machine have left in the
         * folder.
         *
         * @throws IOException if the folder cannot be created
         */
        public ModelWorker start() throws IOException {
            Path own = folder == null ? PrivateFolders.temporary("recommender-worker") : PrivateFolders.create(folder);
            WorkFolder.deleteLeft(own);
            WorkerOptions options = new WorkerOptions(
                    name,
                    own,
                    visibility,
                    pollInterval,
                    cancelCheckInterval,
                    maxAttempts,
                    Backoff.of(backoff, WorkQueue.MAX_DELAY),
                    transferRetryDelay,
                    sweepInterval,
                    requeueAfter,
                    threads,
                    new SafeListener<>(listener));
            return new ModelWorker(stores.as("worker " + name), options);
        }
    }
}
