package dev.recommender.testing.service;

import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;

/**
 * Opens the stores that a service is tested on, in this process and in others. An implementation is a public class with
 * a public constructor without parameters. It needs to know nothing but the place.
 */
public interface ServiceStores {
    /**
     * Opens the store at a place.
     *
     * @param place what distinguishes this store from others, such as a folder
     */
    BlobStore open(String place) throws IOException;

    /**
     * What an adapter gives a service as records of its own, so that a process under test can also be killed at their
     * calls.
     *
     * @param store the store that {@link #service} was given
     */
    static VersionedRecords killable(BlobStore store, VersionedRecords records) {
        return store instanceof KillingBlobStore killing ? killing.records(records) : records;
    }

    /** A builder of services on a store that was opened at a place; adapters with queues or records of their own add them. */
    default ModelService.Builder service(BlobStore store, String place) throws IOException {
        return ModelService.builder(store);
    }
}
