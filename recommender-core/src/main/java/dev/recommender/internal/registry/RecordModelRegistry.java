package dev.recommender.internal.registry;

import dev.recommender.internal.util.IOConsumer;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A registry that keeps each model and each alias in a record, under keys that begin with {@code registry/}.
 * {@link TrainingLedger} writes the records of models. A record that cannot be read shows as a failed model that is not
 * {@link ModelRecord#isReadable readable}. Its message says why. A damaged alias can only be set again or deleted.
 */
public final class RecordModelRegistry implements ModelRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(RecordModelRegistry.class);

    private static final int MAX_LIMIT = 1000;

    private final VersionedRecords records;
    private final Clock clock;
    private final IOConsumer<ModelId> check;
    private final Consumer<String> changed;
    private final Aliases aliases;

    private RecordModelRegistry(
            VersionedRecords records, Clock clock, String actor, IOConsumer<ModelId> check, Consumer<String> changed) {
        this.records = records;
        this.clock = clock;
        this.check = check;
        this.changed = changed;
        this.aliases = new Aliases(
                new AliasRecords(records, clock),
                new ModelChanges(actor, clock).actor(),
                this::requireUsable,
                this::successor);
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
        return new RecordModelRegistry(records, clock, actor, id -> {}, alias -> {});
    }

    /**
     * A registry in these records that gives an alias only to completed models that pass a check, such as being opened. What
     * the check throws is thrown to the caller.
     *
     * @param changed is told the name of each alias that this registry has set, taken back or deleted, before the call returns
     */
    public static RecordModelRegistry checked(
            VersionedRecords records, String actor, IOConsumer<ModelId> check, Consumer<String> changed) {
        return new RecordModelRegistry(records, Clock.systemUTC(), actor, check, changed);
    }

    @Override
    public RecordModelRegistry as(String actor) {
        return new RecordModelRegistry(records, clock, actor, check, changed);
    }

    /** The same registry with another check of models that are to get an alias. */
    public RecordModelRegistry checking(IOConsumer<ModelId> other) {
        return new RecordModelRegistry(records, clock, aliases.actor(), other, changed);
    }

    @Override
    public Optional<ModelRecord> find(ModelId id) throws IOException {
        return records.get(RegistryKeys.of(id)).map(found -> ModelJson.read(id, found.content()));
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
    public Optional<Alias> alias(String name) throws IOException {
        return aliases.find(name);
    }

    @Override
    public List<Alias> aliases() throws IOException {
        return aliases.all();
    }

    @Override
    public Alias setAlias(String name, List<Share> shares) throws IOException {
        return told(aliases.set(name, shares));
    }

    /**
     * Makes an alias with this model, unless there is one of this name, be it without models.
     *
     * @return whether it did
     * @throws dev.recommender.registry.UnknownModelException if there is no such alias, and no such model
     * @throws ModelNotCompletedException if there is no such alias, and this model is not completed
     */
    public boolean setAliasIfNone(String name, ModelId model) throws IOException {
        boolean set = aliases.setIfNone(name, model);
        if (set) {
            changed.accept(name);
        }
        return set;
    }

    @Override
    public Map<String, Alias.Revision> earlier(Collection<Alias> of) throws IOException {
        return aliases.earlier(of);
    }

    @Override
    public Alias rollBack(String name) throws IOException {
        return told(aliases.rollBack(name));
    }

    @Override
    public Alias rollBack(String name, int revision) throws IOException {
        return told(aliases.rollBack(name, revision));
    }

    @Override
    public boolean deleteAlias(String name) throws IOException {
        boolean deleted = new RecordChanges(records).delete(RegistryKeys.ofAlias(name));
        if (deleted) {
            LOG.info("alias {} is deleted by {}", name, AliasRecords.inOneLine(aliases.actor()));
            changed.accept(name);
        }
        return deleted;
    }

    private Alias told(Alias alias) {
        changed.accept(alias.name());
        return alias;
    }

    /** All models, newest first. */
    public List<ModelRecord> all() throws IOException {
        List<ModelRecord> all = new ArrayList<>();
        List<ModelRecord> page = list(MAX_LIMIT);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = page.size() < MAX_LIMIT
                    ? List.of()
                    : list(page.get(page.size() - 1).id(), MAX_LIMIT);
        }
        return all;
    }

    /** The model that took the place of one that is gone. */
    private Optional<ModelId> successor(ModelId gone) throws IOException {
        return all().stream()
                .filter(model -> model.status() == ModelStatus.COMPLETED)
                .filter(model -> model.replaces().equals(Optional.of(gone)))
                .map(ModelRecord::id)
                .findFirst();
    }

    private void requireUsable(ModelId id) throws IOException {
        ModelStatus status = get(id).status();
        if (status != ModelStatus.COMPLETED) {
            throw new ModelNotCompletedException(id, status);
        }
        check.accept(id);
    }
}
