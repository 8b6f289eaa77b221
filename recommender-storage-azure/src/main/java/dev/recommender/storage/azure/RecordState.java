package dev.recommender.storage.azure;

import dev.recommender.storage.VersionedRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * What a change of a record builds on.
 *
 * @param version the record's version; 0 if there has never been one
 * @param writers the nonces of the changes that made this version and the ones before it, newest first, at most 64
 * @param etag the service's tag of the entity's present state; empty if it is unknown, because others have changed the
 *     record since
 */
record RecordState(long version, List<String> writers, String etag) {
    /** A record that was never written. */
    static final RecordState NONE = new RecordState(0, List.of(), "");

    private static final int REMEMBERED = 64;

    RecordState {
        writers = List.copyOf(writers);
    }

    /** The state of a version that this package has returned. */
    static RecordState of(VersionedRecord record) {
        String[] parts = record.tag().split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "record \"" + record.key() + "\" is not from a table: its tag is \"" + record.tag() + "\"");
        }
        return new RecordState(record.version(), List.of(parts[0].split(",")), parts[1]);
    }

    /** The state after one more change. */
    RecordState next(String nonce) {
        List<String> next = new ArrayList<>();
        next.add(nonce);
        next.addAll(writers.subList(0, Math.min(writers.size(), REMEMBERED - 1)));
        return new RecordState(version + 1, next, "");
    }

    RecordState withEtag(String other) {
        return new RecordState(version, writers, other);
    }

    /** The tag of a record in this state. */
    String tag() {
        return String.join(",", writers) + " " + etag;
    }
}
