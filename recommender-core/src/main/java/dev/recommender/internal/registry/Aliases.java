package dev.recommender.internal.registry;

import dev.recommender.internal.registry.AliasRecords.Next;
import dev.recommender.internal.util.IOConsumer;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelId;
import dev.recommender.storage.IOFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The aliases, all of whose changes are made by one actor. */
final class Aliases {
    private final AliasRecords records;
    private final String actor;
    private final IOConsumer<ModelId> requireUsable;

    /**
     * Says who changes what to which models.
     *
     * @param requireUsable throws if a model must not answer under an alias
     */
    Aliases(AliasRecords records, String actor, IOConsumer<ModelId> requireUsable) {
        this.records = records;
        this.actor = actor;
        this.requireUsable = requireUsable;
    }

    Optional<Alias> find(String name) throws IOException {
        return records.find(name);
    }

    List<Alias> all() throws IOException {
        List<Alias> all = new ArrayList<>();
        for (String name : records.names()) {
            find(name).ifPresent(all::add);
        }
        return all;
    }

    Alias set(String name, List<Share> shares) throws IOException {
        Alias.requireName(name);
        if (shares.isEmpty()) {
            throw InvalidAliasException.of(name, "it needs a model; delete it to have none");
        }
        return revise(name, past -> Next.of(shares));
    }

    /** Sets an alias to a model unless it has a model that exists; returns whether it did. */
    boolean setIfNone(String name, ModelId model) throws IOException {
        return records.revise(name, actor, past -> {
                    for (Share share : past.isEmpty()
                            ? List.<Share>of()
                            : past.get(past.size() - 1).shares()) {
                        if (records.exists(share.model())) {
                            return Optional.empty();
                        }
                    }
                    requireUsable.accept(model);
                    return Optional.of(Next.of(List.of(new Share(model, 1))));
                })
                .isPresent();
    }

    Alias rollBack(String name) throws IOException {
        return revise(name, new RollBack(name, records::exists)::toPrevious);
    }

    Alias rollBack(String name, int revision) throws IOException {
        RollBack back = new RollBack(name, records::exists);
        return revise(name, past -> back.to(past, revision));
    }

    /** Takes a model's share from every alias. */
    void remove(ModelId model) throws IOException {
        for (String name : records.names()) {
            records.remove(model, name, actor);
        }
    }

    private Alias revise(String name, IOFunction<List<Revision>, Next> choice) throws IOException {
        return records.revise(name, actor, past -> {
                    Next next = choice.apply(past);
                    for (Share share : next.shares()) {
                        requireUsable.accept(share.model());
                    }
                    return Optional.of(next);
                })
                .orElseThrow();
    }
}
