package dev.recommender.internal.worker;

import dev.recommender.TrainingCancelledException;
import dev.recommender.internal.util.Failures;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.storage.Delivery;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one training beside its work, on a thread of its own: keeps the message invisible and the claim in force,
 * tells the registry of progress, and notices when the training is to be given up. Then it interrupts the thread that
 * trains, so that a transfer or an evaluation ends, too.
 *
 * <p>While the stores cannot be reached the training goes on: a claim that has run out meanwhile is renewed unless another
 * worker has taken over, or a sweep has found it ended for so long that it sent the message anew.
 */
public final class Heartbeat implements TrainingWatch, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int BEATS = 3;
    private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

    private final ModelId model;
    private final Delivery delivery;
    private final Claims claims;
    private final String token;
    private final ModelRegistry registry;
    private final WorkerOptions options;
    private final Thread trainer = Thread.currentThread();
    private final WorkLoop loop;
    private final Object lock = new Object();
    private boolean armed = true;
    private volatile @Nullable Ending ending;
    private volatile String step = "";
    private String reported = "";
    private long lastBeat = System.nanoTime();
    private long lastLook = System.nanoTime();
    private long lastReport = System.nanoTime();
    private boolean failing;

    /** Why a training is to be given up. */
    public enum Ending {
        /** The model was deleted. */
        DELETED,
        /** The model was cancelled, or another worker has completed it. */
        CANCELLED,
        /** Another worker has the claim. */
        LOST,
        /** The worker stops. */
        STOPPED
    }

    /** Prepares; the calling thread is the one that trains. */
    public Heartbeat(ModelId model, String token, Delivery delivery, WorkerStores stores, WorkerOptions options) {
        this.model = model;
        this.token = token;
        this.delivery = delivery;
        this.claims = stores.claims();
        this.registry = stores.registry();
        this.options = options;
        this.loop = WorkLoop.of("recommender-heartbeat", options.tick(), this::tick, options::failed);
    }

    /** Begins to beat, until this is closed. */
    public void start() {
        loop.start();
    }

    @Override
    public void step(String what) {
        step = what;
    }

    @Override
    public boolean cancelled() {
        return ending != null;
    }

    /** Why the training is to be given up, if it is. */
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    /** Has the training given up, unless it was already or cannot be any longer. */
    void end(Ending why) {
        synchronized (lock) {
            if (armed && ending == null) {
                ending = why;
                trainer.interrupt();
            }
        }
    }

    /**
     * Says that the training can no longer be given up, because its result is about to be made visible.
     *
     * @throws TrainingCancelledException if it is to be given up
     */
    void disarm() {
        synchronized (lock) {
            check();
            armed = false;
        }
    }

    /** Ends; clears what interrupted the training. */
    @Override
    public void close() {
        synchronized (lock) {
            armed = false;
        }
        loop.stop();
        loop.join();
        if (Thread.interrupted()) {
            LOG.debug("the training of {} was interrupted: {}", model, ending);
        }
    }

    /** Does what is due. A failure delays nothing: what has failed is due again, and the rest does not wait for it. */
    private boolean tick() {
        boolean whole = true;
        if (due(lastBeat, options.visibility().dividedBy(BEATS))) {
            whole = succeeds(this::beat);
        }
        if (due(lastReport, REPORT_EVERY)) {
            whole &= succeeds(this::report);
        }
        if (due(lastLook, options.lookEvery())) {
            whole &= succeeds(this::look);
        }
        failing = !whole;
        return false;
    }

    private interface Duty {
        void run() throws IOException;
    }

    private boolean succeeds(Duty duty) {
        try {
            duty.run();
            return true;
        } catch (UnknownModelException e) {
            end(Ending.DELETED);
            return true;
        } catch (IllegalTransitionException e) {
            end(Ending.CANCELLED);
            return true;
        } catch (IOException e) {
            tellOf(e);
        } catch (RuntimeException | Error e) {
            LOG.error("the heartbeat of {} has failed unexpectedly; it goes on", model, e);
        }
        return false;
    }

    /** Tells the listener of each failure, and the log of the first in a row. */
    private void tellOf(IOException failure) {
        if (!failing) {
            LOG.warn("the training of {} goes on without its stores: {}", model, Failures.told(failure));
        }
        options.failed(failure);
    }

    private void report() throws IOException {
        String now = step;
        if (!now.equals(reported) && ending == null) {
            lastReport = System.nanoTime();
            registry.report(model, now);
            reported = now;
        }
    }

    private void look() throws IOException {
        Optional<ModelRecord> record = registry.find(model);
        if (record.isEmpty()) {
            end(Ending.DELETED);
        } else if (record.get().status().isFinal()) {
            end(Ending.CANCELLED);
        }
        lastLook = System.nanoTime();
    }

    private void beat() throws IOException {
        if (!claims.renew(model, token, options.visibility())) {
            end(Ending.LOST);
        }
        try {
            if (!delivery.extend(options.visibility())) {
                LOG.debug("the message of {} can be delivered again; the claim keeps others from training it", model);
            }
        } catch (IOException e) {
            // The claim, which counts for more, is renewed.
            LOG.warn("the message of {} was not extended: {}", model, Failures.told(e));
            options.failed(e);
        }
        lastBeat = System.nanoTime();
    }

    private static boolean due(long last, Duration every) {
        return System.nanoTime() - last >= every.toNanos();
    }
}
