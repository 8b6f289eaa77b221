package dev.recommender.internal.registry;

import dev.recommender.internal.registry.AliasRecords.Next;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.UnknownAliasException;
import dev.recommender.storage.IOFunction;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the revision that an alias goes back to. */
final class RollBack {
    private final String alias;
    private final IOFunction<ModelId, Boolean> exists;

    RollBack(String alias, IOFunction<ModelId, Boolean> exists) {
        this.alias = alias;
        this.exists = exists;
    }

    /** The newest usable revision before the one that the alias is at, or was last taken back to. */
    Next toPrevious(List<Revision> revisions) throws IOException {
        requireAny(revisions);
        return previous(revisions)
                .map(RollBack::to)
                .orElseThrow(
                        () -> InvalidAliasException.of(alias, "there is no earlier revision whose models all exist"));
    }

    /** The same revision, of at least one; empty if there is none. */
    Optional<Revision> previous(List<Revision> revisions) throws IOException {
        int number = origin(revisions, revisions.get(revisions.size() - 1));
        for (int at = revisions.size() - 1; at >= 0; at--) {
            Revision revision = revisions.get(at);
            if (revision.number() < number && usable(revision)) {
                return Optional.of(revision);
            }
        }
        return Optional.empty();
    }

    Next to(List<Revision> revisions, int number) {
        requireAny(revisions);
        return find(revisions, number)
                .map(RollBack::to)
                .orElseThrow(() -> InvalidAliasException.of(
                        alias,
                        "there is no revision " + number + " but "
                                + revisions.get(0).number() + " to "
                                + revisions.get(revisions.size() - 1).number()));
    }

    private void requireAny(List<Revision> revisions) {
        if (revisions.isEmpty()) {
            throw new UnknownAliasException(alias);
        }
    }

    private boolean usable(Revision revision) throws IOException {
        for (Share share : revision.shares()) {
            if (!exists.apply(share.model())) {
                return false;
            }
        }
        return !revision.shares().isEmpty();
    }

    /** The number of the revision that one restores, over all steps back. */
    private static int origin(List<Revision> revisions, Revision revision) {
        Revision origin = revision;
        while (origin.restored().isPresent()) {
            int number = origin.restored().getAsInt();
            Optional<Revision> restored = find(revisions, number);
            if (restored.isEmpty() || number >= origin.number()) {
                return number;
            }
            origin = restored.get();
        }
        return origin.number();
    }

    private static Optional<Revision> find(List<Revision> revisions, int number) {
        return revisions.stream()
                .filter(revision -> revision.number() == number)
                .findFirst();
    }

    private static Next to(Revision revision) {
        return new Next(revision.shares(), OptionalInt.of(revision.number()));
    }
}
