package dev.recommender.storage.azure;

import dev.recommender.storage.VersionedRecord;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What a change of a record builds on.
 *
 * @param version the record's version; 0 if there has never been one
 * @param writers the nonces of the changes that made this version and the ones before it, newest first, at most 64
 * @param etag what the service calls the entity's present state; empty if that is not known, because others have changed
 *     the record since
 */
record RecordStand(long version, List<String> writers, String etag) {
    /** A record that was never written. */
    static final RecordStand NONE = new RecordStand(0, List.of(), "");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int REMEMBERED = 64;

    RecordStand {
        writers = List.copyOf(writers);
    }

    /** The stand of a version that this package has returned. */
    static RecordStand of(VersionedRecord record) {
        String[] parts = record.tag().split(" ", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "record \"" + record.key() + "\" is not from a table: its tag is \"" + record.tag() + "\"");
        }
        return new RecordStand(record.version(), List.of(parts[0].split(",")), parts[1]);
    }

    /** A nonce that no other change has. */
    static String nonce() {
        byte[] bytes = new byte[9];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** The stand after one more change. */
    RecordStand next(String nonce) {
        List<String> next = new ArrayList<>();
        next.add(nonce);
        next.addAll(writers.subList(0, Math.min(writers.size(), REMEMBERED - 1)));
        return new RecordStand(version + 1, next, "");
    }

    RecordStand withEtag(String other) {
        return new RecordStand(version, writers, other);
    }

    /** The tag of a record that stands so. */
    String tag() {
        return String.join(",", writers) + " " + etag;
    }
}
