package dev.recommender.internal.registry;

import dev.recommender.internal.registry.AliasJson.StampedRevision;
import dev.recommender.internal.registry.RecordChanges.Step;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import dev.recommender.storage.IOFunction;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of aliases. A deleted model in them does not count. So a deletion that was cut short has the same effect
 * as a complete one. Shared between threads.
 */
final class AliasRecords {
    private static final Logger LOG = LoggerFactory.getLogger(AliasRecords.class);
    private static final int PAGE = 100;

    private final VersionedRecords records;
    private final RecordChanges changes;
    private final Clock clock;

    AliasRecords(VersionedRecords records, Clock clock) {
        this.records = records;
        this.changes = new RecordChanges(records);
        this.clock = clock;
    }

    /**
     * What an alias was until now.
     *
     * @param revisions none if it is not there, or its record cannot be read
     * @param readable whether its record, if there is one, could be read
     */
    record Past(List<Revision> revisions, boolean readable) {
        /** The shares that the alias has now. */
        List<Share> shares() {
            return revisions.isEmpty()
                    ? List.of()
                    : revisions.get(revisions.size() - 1).shares();
        }
    }

    /** What an alias is to be next. */
    record Next(List<Share> shares, OptionalInt restored) {
        static Next of(List<Share> shares) {
            return new Next(shares, OptionalInt.empty());
        }

        /** Whether a revision has these shares; a roll-back is always a revision of its own. */
        boolean isOf(Revision revision) {
            return restored.isEmpty() && revision.shares().equals(shares);
        }
    }

    Optional<Alias> find(String name) throws IOException {
        String key = RegistryKeys.ofAlias(name);
        Optional<VersionedRecord> found = records.get(key);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    withoutDeleted(alias(name, AliasJson.read(found.get().content()))));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "record " + key + " is damaged or of a newer version; set the alias again, or delete it", e);
        }
    }

    /** The names of all aliases, in their order. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        String after = "";
        List<VersionedRecord> page;
        do {
            page = records.list(RegistryKeys.ALIASES, after, PAGE);
            for (VersionedRecord found : page) {
                RegistryKeys.aliasOf(found.key()).ifPresent(names::add);
                after = found.key();
            }
        } while (page.size() == PAGE);
        return names;
    }

    /**
     * Adds a revision, unless there is to be none. Shares that the alias has already add none, so they may be set twice. A
     * record that cannot be read is replaced.
     *
     * @param next says what the alias is to be, or empty to leave it, given what it was; may be asked several times
     * @return the alias with its shares; empty if there was to be no revision
     */
    Optional<Alias> revise(String name, String actor, IOFunction<Past, Optional<Next>> next) throws IOException {
        String key = RegistryKeys.ofAlias(name);
        String stamp = UUID.randomUUID().toString();
        List<Revision> made = new ArrayList<>();
        Optional<Alias> revised = changes.change(key, content -> {
            Optional<List<StampedRevision>> read =
                    content.isEmpty() ? Optional.of(List.of()) : read(key, content.get());
            List<StampedRevision> past = read.orElse(List.of());
            if (past.stream().anyMatch(stamped -> stamped.stamp().equals(stamp))) {
                return Step.nothing(Optional.of(alias(name, past)));
            }
            made.clear();
            Optional<Next> decided = next.apply(
                    new Past(past.stream().map(StampedRevision::revision).toList(), read.isPresent()));
            if (decided.isEmpty()) {
                return Step.nothing(Optional.empty());
            }
            if (!past.isEmpty() && decided.get().isOf(past.get(past.size() - 1).revision())) {
                return Step.nothing(Optional.of(alias(name, past)));
            }
            int number =
                    past.isEmpty() ? 1 : past.get(past.size() - 1).revision().number() + 1;
            Revision revision = new Revision(
                    number,
                    decided.get().shares(),
                    clock.instant(),
                    actor,
                    decided.get().restored());
            made.add(revision);
            List<StampedRevision> all = new ArrayList<>(past);
            all.add(new StampedRevision(revision, stamp));
            List<StampedRevision> kept = all.subList(Math.max(0, all.size() - Alias.MAX_REVISIONS), all.size());
            return Step.write(AliasJson.write(kept), Optional.of(alias(name, kept)));
        });
        made.forEach(revision -> LOG.info(
                "alias {} is changed by {}, revision {}: {}",
                name,
                inOneLine(actor),
                revision.number(),
                words(revision)));
        return revised;
    }

    private static String words(Revision revision) {
        return revision.shares().isEmpty()
                ? "no model"
                : revision.shares().stream()
                        .map(share -> "model " + share.model() + " (weight " + share.weight() + ")")
                        .collect(Collectors.joining(", "));
    }

    /** Who it was, without what could disturb a line of a log. */
    static String inOneLine(String actor) {
        return actor.replaceAll("\\p{Cntrl}", "?");
    }

    /** The revisions of a record; empty if it cannot be read. */
    private static Optional<List<StampedRevision>> read(String key, String content) {
        try {
            return Optional.of(AliasJson.read(content));
        } catch (IllegalArgumentException e) {
            LOG.warn("record {} is damaged or of a newer version", key, e);
            return Optional.empty();
        }
    }

    /** Whether a model has a share of an alias now; one whose record cannot be read has none that counts. */
    boolean has(String name, ModelId model) throws IOException {
        String key = RegistryKeys.ofAlias(name);
        return records.get(key)
                .flatMap(found -> read(key, found.content()))
                .filter(past -> !past.isEmpty() && has(past.get(past.size() - 1).revision(), model))
                .isPresent();
    }

    /** Takes a model's share from an alias, if it has one. */
    void remove(ModelId model, String name, String actor) throws IOException {
        revise(name, actor, past -> {
            List<Share> others = past.shares().stream()
                    .filter(share -> !share.model().equals(model))
                    .toList();
            return others.size() == past.shares().size() ? Optional.empty() : Optional.of(Next.of(others));
        });
    }

    /**
     * Gives a model's shares to another in all revisions of an alias; returns whether there were some. That is no revision of its
     * own: the alias can still be taken back to each of the others.
     */
    boolean replace(ModelId model, ModelId by, String name, String actor) throws IOException {
        String key = RegistryKeys.ofAlias(name);
        AtomicBoolean replaced = new AtomicBoolean();
        boolean changed = changes.change(key, content -> {
            Optional<List<StampedRevision>> past = content.flatMap(text -> read(key, text));
            if (past.isEmpty() || past.get().stream().noneMatch(each -> has(each.revision(), model))) {
                return Step.nothing(replaced.get());
            }
            replaced.set(true);
            List<StampedRevision> all = past.get().stream()
                    .map(each -> new StampedRevision(replaced(each.revision(), model, by), each.stamp()))
                    .toList();
            return Step.write(AliasJson.write(all), true);
        });
        if (changed) {
            LOG.info(
                    "alias {} is changed by {}: model {} has the shares of model {}",
                    name,
                    inOneLine(actor),
                    by,
                    model);
        }
        return changed;
    }

    private static boolean has(Revision revision, ModelId model) {
        return revision.shares().stream().anyMatch(share -> share.model().equals(model));
    }

    private static Revision replaced(Revision revision, ModelId model, ModelId by) {
        Map<ModelId, Integer> weights = new LinkedHashMap<>();
        for (Share share : revision.shares()) {
            weights.merge(
                    share.model().equals(model) ? by : share.model(),
                    share.weight(),
                    (one, other) -> Math.min(Share.MAX_WEIGHT, one + other));
        }
        List<Share> shares = new ArrayList<>();
        weights.forEach((id, weight) -> shares.add(new Share(id, weight)));
        return new Revision(revision.number(), shares, revision.when(), revision.by(), revision.restored());
    }

    boolean exists(ModelId id) throws IOException {
        return records.get(RegistryKeys.of(id)).isPresent();
    }

    private static Alias alias(String name, List<StampedRevision> revisions) {
        return new Alias(name, revisions.stream().map(StampedRevision::revision).toList());
    }

    private Alias withoutDeleted(Alias alias) throws IOException {
        List<Share> shares = new ArrayList<>();
        for (Share share : alias.shares()) {
            if (exists(share.model())) {
                shares.add(share);
            }
        }
        Revision last = alias.current();
        List<Revision> revisions = new ArrayList<>(alias.revisions());
        revisions.set(
                revisions.size() - 1, new Revision(last.number(), shares, last.when(), last.by(), last.restored()));
        return new Alias(alias.name(), revisions);
    }
}
