package dev.recommender.internal.worker;

import dev.recommender.RecommenderException;
import dev.recommender.TrainedModel;
import dev.recommender.internal.util.Failures;
import dev.recommender.internal.util.PrivateFolders;
import dev.recommender.internal.util.WholeNumbers;
import dev.recommender.internal.worker.OwnModels.Made;
import dev.recommender.registry.Forgotten;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.registry.UnknownModelException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets users in all models of a store. A model that holds one is replaced: another one is made of it, takes its shares of all
 * aliases, and it is deleted. Each step may be the last. The record of the new model names the old one, so whoever comes next
 * can do what is left. The record of the old model names the new one before that is visible. So one of several that are made
 * of it at once is completed, and none if it is deleted meanwhile. Used once.
 *
 * <p>Several may run at once. Each new model's record is written before it is known that the old one still exists. So who looks
 * through all models, and finds neither a user nor a model that is being made, can be sure that none will come: what another
 * process makes of a model that is gone by then is dropped.
 */
public final class Forgetting {
    private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);
    private static final Duration WAIT = Duration.ofMillis(200);

    private final WorkerStores stores;
    private final OwnModels models;
    private final Set<String> users;
    /** The users that no model held that could be looked into. */
    private final Set<String> unknown;
    /** The users that are not to be forgotten, but whose ids are the same numbers, otherwise written; each with the one that is. */
    private final Map<String, String> otherwiseWritten = new HashMap<>();

    private final Map<String, String> near = new TreeMap<>();
    private final List<Forgotten.Replacement> replaced = new ArrayList<>();
    private final Map<ModelId, String> unread = new LinkedHashMap<>();
    /** Models that hold none of the users: they never change. */
    private final Set<ModelId> without = new HashSet<>();

    public Forgetting(WorkerStores stores, OwnModels models, Collection<String> users) {
        this.stores = stores;
        this.models = models;
        this.users = Set.copyOf(users);
        this.unknown = new LinkedHashSet<>(users);
        for (String user : users) {
            WholeNumbers.otherwiseWritten(user)
                    .filter(other -> !this.users.contains(other))
                    .ifPresent(other -> otherwiseWritten.put(other, user));
        }
    }

    /** Forgets, and finishes what an earlier call has not. */
    public Forgotten run() throws IOException {
        boolean found = true;
        while (found) {
            found = false;
            for (ModelRecord model : stores.registry().all()) {
                found |= settle(model);
            }
        }
        // What a process has left that died before it could delete a file.
        stores.files().tidyAll(stores.registry(), () -> false);
        near.keySet().retainAll(unknown);
        return new Forgotten(replaced, unread, List.copyOf(unknown), near);
    }

    /** Does what one model needs; returns whether all have to be looked at again. */
    private boolean settle(ModelRecord model) throws IOException {
        Optional<ModelId> origin = model.replaces();
        if (!model.isReadable()) {
            unread.put(model.id(), model.message());
            return false;
        }
        if (!model.status().isFinal()) {
            if (origin.isPresent() && models.isMaking(model)) {
                pause();
            }
            return origin.isPresent();
        }
        if (model.status() != ModelStatus.COMPLETED) {
            return false;
        }
        if (origin.isPresent() && stores.registry().find(origin.get()).isPresent()) {
            findUsers(origin.get());
            replace(origin.get(), model.id());
            return true;
        }
        return !without.contains(model.id()) && remake(model);
    }

    private boolean remake(ModelRecord model) throws IOException {
        Optional<ModelRecord> successor = successor(model);
        if (successor.isPresent() && !successor.get().isReadable()) {
            unread.put(model.id(), successor.get().message());
            return false;
        }
        if (successor.filter(found -> found.status() != ModelStatus.FAILED).isPresent()) {
            return true;
        }
        try {
            Set<String> held = stores.provider().with(model.id(), this::held);
            if (held.isEmpty()) {
                without.add(model.id());
                return false;
            }
            unread.remove(model.id());
            unknown.removeAll(held);
            make(model, held).ifPresent(made -> LOG.info("model {} is made of {}", made.id(), model.id()));
            return true;
        } catch (ModelUnavailableException e) {
            unread.put(model.id(), Failures.describe(e));
            return false;
        } catch (UnknownModelException | ModelNotCompletedException e) {
            LOG.debug("model {} was deleted meanwhile", model.id(), e);
            return true;
        }
    }

    /** Looks which users a model holds that another process has begun to replace. */
    private void findUsers(ModelId model) throws IOException {
        if (unknown.isEmpty()) {
            return;
        }
        try {
            unknown.removeAll(stores.provider().with(model, this::held));
        } catch (RecommenderException e) {
            LOG.debug("model {} cannot be looked into, and is replaced", model, e);
        }
    }

    /** The model that this one gives way to, if it is not gone. */
    private Optional<ModelRecord> successor(ModelRecord model) throws IOException {
        Optional<ModelId> id = model.givesWayTo();
        return id.isEmpty() ? Optional.empty() : stores.registry().find(id.get());
    }

    /** What was counted, without the users that reports and notes may name. */
    private static ModelStatistics statistics(ModelRecord old) {
        ModelStatistics none = ModelStatistics.none(old.algorithm().orElse(""));
        try {
            return old.statistics()
                    .map(json -> ModelStatistics.parse(json).withoutQuotes())
                    .orElse(none);
        } catch (IllegalArgumentException e) {
            LOG.debug("the statistics of model {} cannot be read", old.id(), e);
            return none;
        }
    }

    private Optional<ModelRecord> make(ModelRecord old, Set<String> held) throws IOException {
        String how = ModelRecord.REPLACES + old.id();
        String message = "completed; " + how + " without " + held.size() + (held.size() == 1 ? " user" : " users");
        String statistics = statistics(old).toJson();
        try (WorkFolder folder = WorkFolder.in(PrivateFolders.temporary("recommender-worker"))) {
            Path saved = folder.path().resolve("saved.model");
            Optional<ModelRecord> made = models.make(
                    new Made(old.description(), old.request(), Optional.of(old.created()), statistics, how, message),
                    record -> {
                        // Only now: who deletes the old model sees the new one's record, or is seen here.
                        if (stores.registry().find(old.id()).isEmpty()) {
                            return Optional.empty();
                        }
                        return Optional.of(stores.provider()
                                .with(old.id(), model -> model.forget(held).saveWithDigest(saved)));
                    },
                    id -> stores.ledger().giveWay(old.id(), id));
            if (made.isPresent()) {
                ModelId by = made.get().id();
                adopt(made.get(), saved);
                replace(old.id(), by);
            }
            return made;
        }
    }

    private void adopt(ModelRecord made, Path saved) {
        try {
            stores.provider().adopt(made.id(), made.file().orElseThrow(), saved);
        } catch (IOException e) {
            LOG.warn("model {} will be downloaded when it is opened here: {}", made.id(), Failures.describe(e));
        }
    }

    private void replace(ModelId old, ModelId by) throws IOException {
        stores.claims().remove(by);
        List<String> aliases = stores.ledger().replace(old, by);
        if (stores.registry().find(old).isPresent()) {
            LOG.info("model {} was deleted before it took the place of {}", by, old);
            return;
        }
        // Aliases in use answer from the new model, and let go of the old one.
        stores.provider().refresh();
        stores.provider().forget(old);
        stores.files().delete(old);
        stores.claims().remove(old);
        if (stores.registry().find(by).isEmpty()) {
            LOG.info("model {} was deleted while model {} was to take its place", old, by);
            return;
        }
        replaced.add(new Forgotten.Replacement(old, by, aliases));
        LOG.info("model {} has taken the place of {}, which held users that are to be forgotten", by, old);
    }

    private Set<String> held(TrainedModel model) {
        Set<String> held = new HashSet<>();
        for (Iterator<String> all = model.users(); all.hasNext(); ) {
            String user = all.next();
            if (users.contains(user)) {
                held.add(user);
            }
            String meant = otherwiseWritten.get(user);
            if (meant != null) {
                near.put(meant, user);
            }
        }
        return held;
    }

    private static void pause() throws InterruptedIOException {
        try {
            Thread.sleep(WAIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while another process forgets users");
        }
    }
}
