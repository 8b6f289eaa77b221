package dev.recommender.internal.worker;

import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingMonitor;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.util.IOAction;
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
 * Accompanies one training on a thread of its own. Keeps the message invisible and the claim in force, writes progress
 * to the registry, and notices when the training is to end. Then it interrupts the thread that trains, so a transfer or
 * an evaluation ends, too.
 *
 * <p>While the stores cannot be reached, the training continues. A claim that has run out in the meantime is renewed.
 * It is not renewed if another worker has taken over, or if a sweep has sent the message again because the claim had
 * ended long before.
 */
public final class Heartbeat implements TrainingMonitor, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);
    private static final int BEATS = 3;
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);

    private final ModelId model;
    private final Delivery delivery;
    private final Claims claims;
    private final String token;
    private final ModelRegistry registry;
    private final TrainingLedger ledger;
    private final WorkerOptions options;
    private final Thread trainer = Thread.currentThread();
    private final WorkLoop loop;
    private final Object lock = new Object();
    private boolean armed = true;
    private volatile @Nullable Ending ending;
    private volatile boolean begun;
    private volatile boolean finishing;
    private volatile String step = "";
    private String learning = "";
    private String learnt = "";
    private String reported = "";
    private long lastBeat = System.nanoTime();
    private long lastLook = System.nanoTime();
    private long lastReport = System.nanoTime();
    private boolean failing;

    /** Why a training is to end. */
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
        this.ledger = stores.ledger();
        this.options = options;
        this.loop = WorkLoop.of("recommender-heartbeat", options.tick(), this::tick, options::storeFailed);
    }

    /** Begins to beat, until this is closed. */
    public void start() {
        loop.start();
    }

    /**
     * Says that the attempt is in the registry. What was asked of an earlier attempt counts no longer, and what is read before
     * this says nothing of this one.
     *
     * @param model what is known of it now
     */
    void begin(ModelRecord model) {
        finishing = model.isToFinish();
        begun = true;
    }

    @Override
    public void progress(String phase, double fraction) {
        // What was learnt is told until another phase begins.
        learnt = phase.startsWith(learning) ? learnt : "";
        step = phase + learnt;
    }

    @Override
    public void iteration(String phase, int number, double loss) {
        String before = step.substring(0, step.length() - learnt.length());
        learning = phase;
        learnt = Progress.ofIteration(number, loss);
        step = (before.startsWith(phase) ? before : phase) + learnt;
    }

    @Override
    public boolean cancelled() {
        return ending != null;
    }

    /** Whether a tuning was asked to go on with the best so far. */
    boolean finishing() {
        return finishing;
    }

    /** Why the training is to end, if it is. */
    public Optional<Ending> ending() {
        return Optional.ofNullable(ending);
    }

    /** Ends the training, unless it was ended already or can no longer be ended. */
    void end(Ending why) {
        synchronized (lock) {
            if (armed && ending == null) {
                ending = why;
                trainer.interrupt();
            }
        }
    }

    /**
     * From here on the training can no longer be ended, because its result is about to be made visible.
     *
     * @throws TrainingCancelledException if it was ended before
     */
    void disarm() {
        synchronized (lock) {
            Cancellation.check(this);
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

    /** Does what is due. What has failed is due again at once, and delays nothing else. */
    private boolean tick() {
        boolean whole = true;
        if (due(lastBeat, options.visibility().dividedBy(BEATS))) {
            whole = succeeds(this::beat);
        }
        if (due(lastReport, REPORT_INTERVAL)) {
            whole &= succeeds(this::report);
        }
        if (due(lastLook, options.cancelCheckInterval())) {
            whole &= succeeds(this::look);
        }
        failing = !whole;
        return false;
    }

    private boolean succeeds(IOAction duty) {
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
            if (!failing) {
                // The first failure in a row.
                LOG.warn("the training of {} continues without its stores: {}", model, Failures.describe(e));
            }
            options.storeFailed(e);
            return false;
        }
    }

    private void report() throws IOException {
        String now = step;
        if (!now.equals(reported) && ending == null) {
            lastReport = System.nanoTime();
            ledger.report(model, now);
            reported = now;
        }
    }

    private void look() throws IOException {
        boolean ofThisAttempt = begun;
        Optional<ModelRecord> record = registry.find(model);
        if (record.isEmpty()) {
            end(Ending.DELETED);
        } else if (record.get().status().isFinal()) {
            end(Ending.CANCELLED);
        } else if (ofThisAttempt) {
            finishing = record.get().isToFinish();
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
            LOG.warn("the message of {} was not extended: {}", model, Failures.describe(e));
            options.storeFailed(e);
        }
        lastBeat = System.nanoTime();
    }

    private static boolean due(long last, Duration every) {
        return System.nanoTime() - last >= every.toNanos();
    }
}
