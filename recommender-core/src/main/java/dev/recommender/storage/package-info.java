/**
 * The storage SPI: what the library needs of a place to keep files, messages and records.
 * {@link dev.recommender.storage.BlobStore} is all that a store must offer. {@link dev.recommender.storage.WorkQueue} and
 * {@link dev.recommender.storage.VersionedRecords} are built on it here. A service that has its own kind of either can offer
 * that instead. The contract suites of the module {@code recommender-testing} check what each of them promises, sentence by
 * sentence.
 *
 * <p>What adapters of remote services share is here, too. {@link dev.recommender.storage.Attempts} repeats requests as
 * {@link dev.recommender.storage.CallOptions} describe. A {@link dev.recommender.storage.WriteNonce} recognises a writer's own
 * write. {@link dev.recommender.storage.TransferPool} and {@link dev.recommender.storage.PartSender} transfer large blobs in
 * parts. {@link dev.recommender.storage.BlobStores} probes stores and checks arguments.
 */
@NullMarked
package dev.recommender.storage;

import org.jspecify.annotations.NullMarked;
