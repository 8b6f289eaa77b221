package dev.recommender.internal.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recommender.internal.registry.RecordChanges.Step;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry whose models, aliases and default are records each, under keys that begin with {@code registry/}. A record
 * that cannot be read shows as a failed model that is not {@link ModelRecord#isReadable readable} and whose message says
 * why; a damaged alias can only be set anew or deleted.
 */
public final class RecordModelRegistry implements ModelRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RecordModelRegistry.class);
    private static final Duration STATUS_EXPIRY = Duration.ofHours(1);
    private static final int MAX_STATUSES = 10_000;
    private static final int MAX_LIMIT = 1000;

    private final VersionedRecords records;
    private final RecordChanges changes;
    private final ModelIds ids;
    private final ModelChanges made;
    private final Cache<ModelId, ModelStatus> finalStatuses;
    private final Check check;
    private final Aliases named;

    private RecordModelRegistry(
            VersionedRecords records,
            ModelIds ids,
            ModelChanges made,
            Cache<ModelId, ModelStatus> finalStatuses,
            Check check) {
        this.records = records;
        this.changes = new RecordChanges(records);
        this.ids = ids;
        this.made = made;
        this.finalStatuses = finalStatuses;
        this.check = check;
        this.named = new Aliases(new AliasRecords(records, changes, made.clock()), made.actor(), this::requireUsable);
    }

    /** Looks whether a completed model can answer, by opening it for example. */
    @FunctionalInterface
    public interface Check {
        /**
         * Looks at a model.
         *
         * @throws dev.recommender.RecommenderException if it cannot answer
         * @throws IOException if that cannot be told
         */
        void of(ModelId id) throws IOException;
    }

    /**
     * A registry in these records, which stay the caller's to close.
     *
     * @param actor who makes the changes, unless {@link #as} says otherwise: 1 to 100 characters
     */
    public static RecordModelRegistry on(VersionedRecords records, String actor) {
        return on(records, actor, Clock.systemUTC());
    }

    static RecordModelRegistry on(VersionedRecords records, String actor, Clock clock) {
        return new RecordModelRegistry(
                records,
                new ModelIds(clock),
                new ModelChanges(actor, clock),
                Caffeine.newBuilder()
                        .expireAfterWrite(STATUS_EXPIRY)
                        .maximumSize(MAX_STATUSES)
                        .build(),
                id -> {});
    }

    /**
     * The same registry, which makes a model the default, or gives it a share of an alias, only if it passes a check. What
     * the check throws is thrown to the caller, or logged if the model was about to become the default by being the first
     * to complete.
     */
    public RecordModelRegistry checkedBy(Check required) {
        return new RecordModelRegistry(records, ids, made, finalStatuses, required);
    }

    @Override
    public RecordModelRegistry as(String actor) {
        return new RecordModelRegistry(records, ids, new ModelChanges(actor, made.clock()), finalStatuses, check);
    }

    @Override
    public ModelRecord create(String description, String parameters) throws IOException {
        ModelRecord model = made.created(ids.next(), description, parameters);
        String mark = UUID.randomUUID().toString();
        return changes.change(RegistryKeys.of(model.id()), content -> {
            if (content.isEmpty()) {
                return Step.write(ModelJson.write(model, mark), model);
            }
            if (!ModelJson.hasMark(content.get(), mark)) {
                throw new IllegalStateException("there is a model " + model.id() + " already");
            }
            return Step.nothing(model);
        });
    }

    @Override
    public Optional<ModelRecord> find(ModelId id) throws IOException {
        return records.get(RegistryKeys.of(id)).map(found -> ModelJson.read(id, found.content()));
    }

    @Override
    public Optional<ModelStatus> status(ModelId id) throws IOException {
        ModelStatus known = finalStatuses.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ModelRecord> model = find(id);
        Optional<ModelStatus> status = model.map(ModelRecord::status);
        if (model.isPresent() && model.get().isReadable()) {
            status.filter(ModelStatus::isFinal).ifPresent(found -> finalStatuses.put(id, found));
        }
        return status;
    }

    @Override
    public List<ModelRecord> list(int limit) throws IOException {
        return list("", limit);
    }

    @Override
    public List<ModelRecord> list(ModelId after, int limit) throws IOException {
        return list(RegistryKeys.of(after), limit);
    }

    private List<ModelRecord> list(String after, int limit) throws IOException {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be from 1 to " + MAX_LIMIT + ": " + limit);
        }
        List<ModelRecord> models = new ArrayList<>();
        String last = after;
        boolean more = true;
        while (more && models.size() < limit) {
            int wanted = limit - models.size();
            List<VersionedRecord> page = records.list(RegistryKeys.MODELS, last, wanted);
            for (VersionedRecord found : page) {
                RegistryKeys.modelOf(found.key()).ifPresent(id -> models.add(ModelJson.read(id, found.content())));
                last = found.key();
            }
            more = page.size() == wanted;
        }
        return models;
    }

    @Override
    public ModelRecord start(ModelId id, String message) throws IOException {
        return change(id, ModelStatus.IN_PROGRESS, model -> made.started(model, message));
    }

    @Override
    public ModelRecord report(ModelId id, String message) throws IOException {
        return change(id, ModelStatus.IN_PROGRESS, model -> made.reported(model, message));
    }

    @Override
    public ModelRecord complete(ModelId id, ModelFile file, String statistics, String message) throws IOException {
        ModelRecord completed =
                change(id, ModelStatus.COMPLETED, model -> made.completed(model, file, statistics, message));
        try {
            makeDefaultIfNone(id);
        } catch (IOException | RuntimeException e) {
            LOG.warn("model {} is completed, but could not be made the default: {}", id, e.toString());
        }
        return completed;
    }

    @Override
    public ModelRecord fail(ModelId id, String message, Optional<String> statistics) throws IOException {
        return change(id, ModelStatus.FAILED, model -> made.failed(model, message, statistics));
    }

    private ModelRecord change(ModelId id, ModelStatus next, UnaryOperator<ModelRecord> change) throws IOException {
        String mark = UUID.randomUUID().toString();
        return changes.change(RegistryKeys.of(id), content -> {
            ModelRecord model = ModelJson.read(id, content.orElseThrow(() -> new UnknownModelException(id)));
            if (ModelJson.hasMark(content.get(), mark)) {
                return Step.nothing(model);
            }
            if (!model.status().mayBecome(next)) {
                throw new IllegalTransitionException(id, model.status(), next);
            }
            ModelRecord changed = change.apply(model);
            return Step.write(ModelJson.write(changed, mark), changed);
        });
    }

    /** The model goes first: what names a model that is gone counts for nothing, should the rest not be reached. */
    @Override
    public boolean delete(ModelId id) throws IOException {
        boolean found = changes.delete(RegistryKeys.of(id));
        finalStatuses.invalidate(id);
        try {
            named.forget(id);
        } catch (IOException e) {
            LOG.warn("model {} is deleted, but what names it is left behind, without effect: {}", id, e.toString());
        }
        return found;
    }

    @Override
    public Optional<ModelRecord> defaultModel() throws IOException {
        Optional<ModelId> model = named.defaultModel();
        return model.isEmpty() ? Optional.empty() : find(model.get());
    }

    @Override
    public void makeDefault(ModelId id) throws IOException {
        named.makeDefault(id);
    }

    @Override
    public boolean makeDefaultIfNone(ModelId id) throws IOException {
        requireCompleted(id);
        return named.makeDefaultIfNone(id);
    }

    @Override
    public boolean clearDefault() throws IOException {
        return named.clearDefault();
    }

    @Override
    public Optional<Alias> alias(String name) throws IOException {
        return named.alias(name);
    }

    @Override
    public List<Alias> aliases() throws IOException {
        return named.aliases();
    }

    @Override
    public Alias setAlias(String name, List<Share> shares) throws IOException {
        return named.set(name, shares);
    }

    @Override
    public Alias rollBack(String name) throws IOException {
        return named.rollBack(name);
    }

    @Override
    public Alias rollBack(String name, int revision) throws IOException {
        return named.rollBack(name, revision);
    }

    @Override
    public boolean deleteAlias(String name) throws IOException {
        return changes.delete(RegistryKeys.ofAlias(name));
    }

    private void requireUsable(ModelId id) throws IOException {
        requireCompleted(id);
        check.of(id);
    }

    private void requireCompleted(ModelId id) throws IOException {
        ModelStatus status = get(id).status();
        if (status != ModelStatus.COMPLETED) {
            throw new ModelNotCompletedException(id, status);
        }
    }
}
