package dev.recommender.internal.registry;

import dev.recommender.internal.registry.AliasRecords.Next;
import dev.recommender.internal.registry.AliasRecords.Past;
import dev.recommender.internal.util.IOConsumer;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelId;
import dev.recommender.storage.IOFunction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The aliases, all of whose changes are made by one actor. */
final class Aliases {
    private final AliasRecords records;
    private final String actor;
    private final IOConsumer<ModelId> requireUsable;
    private final IOFunction<ModelId, Optional<ModelId>> successor;

    /**
     * Says who changes what to which models.
     *
     * @param requireUsable throws if a model must not answer under an alias
     * @param successor finds the model that took the place of one that is gone
     */
    Aliases(
            AliasRecords records,
            String actor,
            IOConsumer<ModelId> requireUsable,
            IOFunction<ModelId, Optional<ModelId>> successor) {
        this.records = records;
        this.actor = actor;
        this.requireUsable = requireUsable;
        this.successor = successor;
    }

    String actor() {
        return actor;
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

    /**
     * Makes an alias that is not there yet, with this model; returns whether it did. One whose models were deleted stays without
     * any: what follows them is for people to say, as it may be of other events. What cannot be read may be what a newer version
     * wrote, so only an explicit change replaces it, too.
     */
    boolean setIfNone(String name, ModelId model) throws IOException {
        Optional<Alias> revised = records.revise(name, actor, past -> {
            if (!past.readable() || !past.revisions().isEmpty()) {
                return Optional.empty();
            }
            requireUsable.accept(model);
            return Optional.of(Next.of(List.of(new Share(model, 1))));
        });
        if (revised.isPresent()) {
            withoutReplaced(revised.get());
        }
        return revised.isPresent();
    }

    Map<String, Revision> earlier(Collection<Alias> of) throws IOException {
        Map<ModelId, Boolean> known = new HashMap<>();
        IOFunction<ModelId, Boolean> exists = model -> {
            Boolean found = known.get(model);
            if (found == null) {
                found = records.exists(model);
                known.put(model, found);
            }
            return found;
        };
        Map<String, Revision> earlier = new LinkedHashMap<>();
        for (Alias alias : of) {
            new RollBack(alias.name(), exists)
                    .previous(alias.revisions())
                    .ifPresent(revision -> earlier.put(alias.name(), revision));
        }
        return earlier;
    }

    Alias rollBack(String name) throws IOException {
        RollBack back = new RollBack(name, records::exists);
        return revise(name, past -> back.toPrevious(readable(name, past)));
    }

    Alias rollBack(String name, int revision) throws IOException {
        RollBack back = new RollBack(name, records::exists);
        return revise(name, past -> back.to(readable(name, past), revision));
    }

    private static List<Revision> readable(String name, Past past) {
        if (!past.readable()) {
            throw InvalidAliasException.of(
                    name, "its record is damaged or of a newer version; set the alias again, or delete it");
        }
        return past.revisions();
    }

    /** The names of the aliases under which a model answers, in their order. */
    List<String> of(ModelId model) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : records.names()) {
            if (records.has(name, model)) {
                names.add(name);
            }
        }
        return names;
    }

    /** Takes a model's share from every alias. */
    void remove(ModelId model) throws IOException {
        for (String name : records.names()) {
            records.remove(model, name, actor);
        }
    }

    /** Gives a model's shares to another in every alias and its past; returns the aliases that have changed. */
    List<String> replace(ModelId model, ModelId by) throws IOException {
        List<String> changed = new ArrayList<>();
        for (String name : records.names()) {
            if (records.replace(model, by, name, actor)) {
                changed.add(name);
            }
        }
        return changed;
    }

    private Alias revise(String name, IOFunction<Past, Next> choice) throws IOException {
        Set<ModelId> usable = new HashSet<>();
        Alias revised = records.revise(name, actor, past -> {
                    Next next = choice.apply(past);
                    for (Share share : next.shares()) {
                        // The check reads the model's file, which a change that came first does not make necessary
                        // again.
                        if (!usable.contains(share.model())) {
                            requireUsable.accept(share.model());
                            usable.add(share.model());
                        }
                    }
                    return Optional.of(next);
                })
                .orElseThrow();
        return withoutReplaced(revised);
    }

    /** A model may have been replaced between the look at it and the change, which then holds for the other. */
    private Alias withoutReplaced(Alias revised) throws IOException {
        boolean replaced = false;
        for (Share share : revised.shares()) {
            Optional<ModelId> other = records.exists(share.model()) ? Optional.empty() : successor.apply(share.model());
            if (other.isPresent()) {
                replaced |= records.replace(share.model(), other.get(), revised.name(), actor);
            }
        }
        return replaced ? find(revised.name()).orElse(revised) : revised;
    }
}
