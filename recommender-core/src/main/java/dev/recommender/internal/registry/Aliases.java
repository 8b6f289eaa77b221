package dev.recommender.internal.registry;

import dev.recommender.internal.registry.AliasRecords.Next;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The models that go by a name: the default's and the aliases'. All changes are made by one actor. */
final class Aliases {
    private static final String DEFAULT_NAME = "default";

    private final AliasRecords records;
    private final String actor;
    private final RecordModelRegistry.Check usable;

    /**
     * Says who changes what to which models.
     *
     * @param usable throws if a model must not get a name
     */
    Aliases(AliasRecords records, String actor, RecordModelRegistry.Check usable) {
        this.records = records;
        this.actor = actor;
        this.usable = usable;
    }

    Optional<ModelId> defaultModel() throws IOException {
        return records.find(RegistryKeys.DEFAULT, DEFAULT_NAME).flatMap(Alias::modelForNobody);
    }

    void makeDefault(ModelId id) throws IOException {
        usable.of(id);
        records.revise(RegistryKeys.DEFAULT, DEFAULT_NAME, actor, past -> Optional.of(only(id)));
    }

    boolean makeDefaultIfNone(ModelId id) throws IOException {
        records.revise(RegistryKeys.DEFAULT, DEFAULT_NAME, actor, past -> {
            for (Share share : shares(past)) {
                if (records.exists(share.model())) {
                    return Optional.empty();
                }
            }
            usable.of(id);
            return Optional.of(only(id));
        });
        return defaultModel().filter(id::equals).isPresent();
    }

    boolean clearDefault() throws IOException {
        return records.revise(
                        RegistryKeys.DEFAULT,
                        DEFAULT_NAME,
                        actor,
                        past -> shares(past).isEmpty() ? Optional.empty() : Optional.of(Next.of(List.of())))
                .isPresent();
    }

    Optional<Alias> alias(String name) throws IOException {
        return records.find(RegistryKeys.ofAlias(name), name);
    }

    List<Alias> aliases() throws IOException {
        List<Alias> all = new ArrayList<>();
        for (String name : records.names()) {
            alias(name).ifPresent(all::add);
        }
        return all;
    }

    Alias set(String name, List<Share> shares) throws IOException {
        RegistryKeys.ofAlias(name);
        if (shares.isEmpty()) {
            throw InvalidAliasException.of(name, "it needs a model; delete it to have none");
        }
        return revise(name, past -> Next.of(shares));
    }

    Alias rollBack(String name) throws IOException {
        return revise(name, new RollBack(name, records::exists)::toPrevious);
    }

    Alias rollBack(String name, int revision) throws IOException {
        RollBack back = new RollBack(name, records::exists);
        return revise(name, past -> back.to(past, revision));
    }

    /** Takes every name from a model. */
    void forget(ModelId id) throws IOException {
        records.remove(id, RegistryKeys.DEFAULT, DEFAULT_NAME, actor);
        for (String name : records.names()) {
            records.remove(id, RegistryKeys.ofAlias(name), name, actor);
        }
    }

    @FunctionalInterface
    private interface Choice {
        Next next(List<Revision> past) throws IOException;
    }

    private Alias revise(String name, Choice choice) throws IOException {
        return records.revise(RegistryKeys.ofAlias(name), name, actor, past -> {
                    Next next = choice.next(past);
                    for (Share share : next.shares()) {
                        usable.of(share.model());
                    }
                    return Optional.of(next);
                })
                .orElseThrow();
    }

    private static Next only(ModelId id) {
        return Next.of(List.of(new Share(id, 1)));
    }

    private static List<Share> shares(List<Revision> past) {
        return past.isEmpty() ? List.of() : past.get(past.size() - 1).shares();
    }
}
