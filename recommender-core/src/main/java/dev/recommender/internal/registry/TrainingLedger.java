package dev.recommender.internal.registry;

import dev.recommender.internal.registry.RecordChanges.Step;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.util.IOConsumer;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelAnswersException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes how far the models of a registry are: requested, begun, completed, failed, deleted. For the service and its
 * workers; applications read a {@link dev.recommender.registry.ModelRegistry}.
 *
 * <p>Shared freely between threads and processes. Methods throw {@link IOException} if the records cannot be read or
 * written, or stay contended for long. Then the change may or may not have happened; it is safe to repeat it.
 */
public final class TrainingLedger {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLedger.class);

    /** The longest request, in characters of JSON. */
    public static final int MAX_REQUEST = 32_768;

    private static final int MAX_ACTOR = 100;

    private final VersionedRecords records;
    private final RecordChanges changes;
    private final ModelIds ids;
    private final ModelChanges made;
    private final Aliases aliases;

    private TrainingLedger(VersionedRecords records, ModelIds ids, ModelChanges made) {
        this.records = records;
        this.changes = new RecordChanges(records);
        this.ids = ids;
        this.made = made;
        this.aliases =
                new Aliases(new AliasRecords(records, made.clock()), made.actor(), id -> {}, id -> Optional.empty());
    }

    /**
     * A ledger in the records of a registry, which stay the caller's to close.
     *
     * @param actor who makes the changes, unless {@link #as} says otherwise: 1 to 100 characters
     */
    public static TrainingLedger on(VersionedRecords records, String actor) {
        return on(records, actor, Clock.systemUTC());
    }

    static TrainingLedger on(VersionedRecords records, String actor, Clock clock) {
        return new TrainingLedger(records, new ModelIds(clock), new ModelChanges(actor, clock));
    }

    /** The same ledger, which records changes as made by this actor. */
    public TrainingLedger as(String actor) {
        return new TrainingLedger(records, ids, new ModelChanges(actor, made.clock()));
    }

    /**
     * The name itself of who makes changes, if it has 1 to 100 characters and is not blank.
     *
     * @throws IllegalArgumentException if it is not such
     */
    public static String requireActor(String actor) {
        if (actor.isBlank() || actor.length() > MAX_ACTOR) {
            throw new IllegalArgumentException("actor must have 1 to " + MAX_ACTOR + " characters: \"" + actor + "\"");
        }
        return actor;
    }

    /**
     * Adds a model that is to be trained.
     *
     * @param description at most {@value dev.recommender.registry.TrainingRequest#MAX_DESCRIPTION} characters; may be empty
     * @param request what to train and how: a JSON object of at most {@value #MAX_REQUEST} characters
     * @throws IllegalArgumentException if either is anything else
     */
    public ModelRecord create(String description, String request) throws IOException {
        return create(description, request, Optional.empty(), ModelRecord.REQUESTED);
    }

    /**
     * Adds a model that is not to be trained, but to be completed by the caller.
     *
     * @param created when its training was requested; absent if it is requested now
     * @param what how the caller makes it; not {@link ModelRecord#REQUESTED}
     */
    public ModelRecord create(String description, String request, Optional<Instant> created, String what)
            throws IOException {
        ModelRecord model = made.created(ids.next(), description, request, created, what);
        String stamp = UUID.randomUUID().toString();
        return changes.change(RegistryKeys.of(model.id()), content -> {
            if (content.isEmpty()) {
                return Step.write(ModelJson.write(model, stamp), model);
            }
            if (!ModelJson.hasStamp(content.get(), stamp)) {
                throw new IllegalStateException("there is a model " + model.id() + " already");
            }
            return Step.nothing(model);
        });
    }

    /**
     * Notes that a worker begins to train the model, for the first time or again.
     *
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if its status is final
     */
    public ModelRecord start(ModelId id, String message) throws IOException {
        return change(id, ModelStatus.IN_PROGRESS, model -> made.started(model, message));
    }

    /**
     * Replaces the message of a model that is neither completed nor failed.
     *
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if its status is final
     */
    public ModelRecord report(ModelId id, String message) throws IOException {
        return change(id, ModelStatus.IN_PROGRESS, model -> made.reported(model, message));
    }

    /**
     * Makes a trained model visible.
     *
     * @param file the stored model
     * @param statistics what the training counted and measured: a JSON object of at most
     *     {@value dev.recommender.registry.ModelStatistics#MAX_LENGTH} characters
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if it is not in progress
     */
    public ModelRecord complete(ModelId id, ModelFile file, String statistics, String message) throws IOException {
        return change(id, ModelStatus.COMPLETED, model -> made.completed(model, file, statistics, message));
    }

    /**
     * Gives a model up, or cancels it.
     *
     * @param statistics what the training counted until then: a JSON object of at most
     *     {@value dev.recommender.registry.ModelStatistics#MAX_LENGTH} characters
     * @throws UnknownModelException if there is no such model
     * @throws IllegalTransitionException if its status is final
     */
    public ModelRecord fail(ModelId id, String message, Optional<String> statistics) throws IOException {
        return change(id, ModelStatus.FAILED, model -> made.failed(model, message, statistics));
    }

    /**
     * Asks the tuning of a model to go on with the best so far. Asking again changes nothing, until another attempt begins.
     *
     * @return whether that is in its record: the model is found by a tuning, and its training has not ended
     * @throws UnknownModelException if there is no such model
     */
    public boolean finish(ModelId id) throws IOException {
        String stamp = UUID.randomUUID().toString();
        AtomicBoolean ours = new AtomicBoolean();
        boolean noted = changes.change(RegistryKeys.of(id), content -> {
            ModelRecord model = ModelJson.read(id, content.orElseThrow(() -> new UnknownModelException(id)));
            if (ModelJson.hasStamp(content.get(), stamp)) {
                return Step.nothing(true);
            }
            ours.set(false);
            if (model.status().isFinal() || !model.isTuned()) {
                return Step.nothing(false);
            }
            if (model.isToFinish()) {
                return Step.nothing(true);
            }
            ours.set(true);
            return Step.write(ModelJson.write(made.finishing(model), stamp), true);
        });
        if (noted && ours.get()) {
            LOG.info("the tuning of model {} is asked to finish by {}", id, AliasRecords.inOneLine(made.actor()));
        }
        return noted;
    }

    private ModelRecord change(ModelId id, ModelStatus next, UnaryOperator<ModelRecord> change) throws IOException {
        String stamp = UUID.randomUUID().toString();
        return changes.change(RegistryKeys.of(id), content -> {
            ModelRecord model = ModelJson.read(id, content.orElseThrow(() -> new UnknownModelException(id)));
            if (ModelJson.hasStamp(content.get(), stamp)) {
                return Step.nothing(model);
            }
            if (!model.status().mayBecome(next)) {
                throw new IllegalTransitionException(id, model.status(), next);
            }
            ModelRecord changed = change.apply(model);
            return Step.write(ModelJson.write(changed, stamp), changed);
        });
    }

    /**
     * Says that a completed model gives way to one that is being made of it. Of several that are made at once, one may be
     * completed: the one that a model gives way to. Until the model is {@link #replace replaced}, whoever {@link #delete
     * deletes} it deletes the other one, too.
     *
     * @return whether it gives way to this one; false if it is gone, or gives way to one that is neither failed nor gone
     */
    public boolean giveWay(ModelId id, ModelId to) throws IOException {
        String stamp = UUID.randomUUID().toString();
        return changes.change(RegistryKeys.of(id), content -> {
            if (content.isEmpty()) {
                return Step.nothing(false);
            }
            ModelRecord model = ModelJson.read(id, content.get());
            Optional<ModelId> other = model.givesWayTo();
            if (other.equals(Optional.of(to))) {
                return Step.nothing(true);
            }
            if (model.status() != ModelStatus.COMPLETED || other.isPresent() && mayBeCompleted(other.get())) {
                return Step.nothing(false);
            }
            return Step.write(ModelJson.write(made.givingWay(model, to), stamp), true);
        });
    }

    private Optional<ModelRecord> find(ModelId id) throws IOException {
        return records.get(RegistryKeys.of(id)).map(found -> ModelJson.read(id, found.content()));
    }

    private boolean mayBeCompleted(ModelId id) throws IOException {
        return find(id).filter(model -> !model.isReadable() || model.status() != ModelStatus.FAILED)
                .isPresent();
    }

    /**
     * Deletes the record of a model, and gives its shares of all aliases, now and in their past revisions, to another. If the
     * other is gone, or is deleted meanwhile, the model's record is not deleted here.
     *
     * @return the aliases that have changed, by name
     */
    public List<String> replace(ModelId id, ModelId by) throws IOException {
        if (find(by).isEmpty()) {
            return List.of();
        }
        Set<String> changed = new TreeSet<>(aliases.replace(id, by));
        changes.change(
                RegistryKeys.of(id),
                content -> content.isEmpty() || find(by).isEmpty() ? Step.nothing(false) : Step.delete(true));
        if (find(by).isEmpty()) {
            // Who deleted it has not seen the shares that it got after that.
            aliases.remove(by);
            return List.of();
        }
        // What was set to the model meanwhile.
        changed.addAll(aliases.replace(id, by));
        return List.copyOf(changed);
    }

    /**
     * Deletes the record of a model, regardless of its status. The model loses its shares of aliases, after its record is
     * deleted: a share of a deleted model does not count, so the deletion holds even if the aliases cannot be reached.
     *
     * <p>A model that this one gives way to is deleted first, in the same way, even if it has got some of the shares already.
     * It stays if it has taken this one's place before: then there is no record of this one any more.
     *
     * @return whether there was such a model
     */
    public boolean delete(ModelId id) throws IOException {
        return delete(id, model -> {});
    }

    /**
     * As {@link #delete}, unless the model answers under an alias, or the one does that it gives way to. The aliases are read
     * right before the record is deleted. What sets an alias to the model in between is not seen, and loses it.
     *
     * @throws ModelAnswersException if it answers; nothing is changed
     */
    public boolean deleteUnlessAnswering(ModelId id) throws IOException {
        return delete(id, model -> {
            List<String> own = aliases.of(id);
            if (model.givesWayTo().isPresent()) {
                ModelId other = model.givesWayTo().get();
                List<String> others = aliases.of(other);
                if (!others.isEmpty()) {
                    throw ModelAnswersException.ofReplaced(id, own, other, others);
                }
            }
            if (!own.isEmpty()) {
                throw new ModelAnswersException(id, own);
            }
        });
    }

    /** Deletes a model that passes a check, which may be asked several times. */
    private boolean delete(ModelId id, IOConsumer<ModelRecord> check) throws IOException {
        AtomicBoolean present = new AtomicBoolean();
        boolean found = changes.change(RegistryKeys.of(id), content -> {
            if (content.isEmpty()) {
                return Step.nothing(present.get());
            }
            ModelRecord model = ModelJson.read(id, content.get());
            check.accept(model);
            present.set(true);
            // First: a deletion that is cut short here can be repeated.
            Optional<ModelId> other = model.givesWayTo();
            if (other.isPresent()) {
                delete(other.get());
            }
            return Step.delete(true);
        });
        try {
            aliases.remove(id);
        } catch (IOException e) {
            LOG.warn("model {} is deleted; its shares of aliases remain, without effect: {}", id, Failures.describe(e));
        }
        return found;
    }
}
