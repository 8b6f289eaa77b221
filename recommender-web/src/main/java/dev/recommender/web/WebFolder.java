package dev.recommender.web;

import dev.recommender.storage.BlobRecords;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.VersionedRecords;
import java.util.List;

/** Where the server keeps what is its own in a store, and which places of the store clients cannot touch. */
final class WebFolder {
    /** Parts of uploads that are not complete. */
    static final String UPLOADS = "web/uploads/";

    /** The folders of the service and of the server. What is in them decides who may do what, and which model answers. */
    private static final List<String> RESERVED = List.of("models", "queues", "records", "web", "_probe");

    private WebFolder() {}

    /** Keys and what was done for idempotency keys. */
    static VersionedRecords records(BlobStore store) {
        return BlobRecords.in(store, "web/records");
    }

    /**
     * The path itself without slashes at its start, if a client may have it read.
     *
     * @throws WebFailure with status 403 if it is in a folder of the service
     */
    static String requireOwn(String path) {
        String tidy = path.replace('\\', '/').replaceAll("^/+", "");
        if (isReserved(tidy)) {
            throw new WebFailure(
                    403, "reserved-name", "the folder of \"" + Exchange.shown(path) + "\" is the service's own");
        }
        return tidy;
    }

    /** Whether a name is in a reserved folder, whatever its case, since some file systems know none. */
    static boolean isReserved(String name) {
        return RESERVED.stream().anyMatch(name.split("/", 2)[0]::equalsIgnoreCase);
    }
}
