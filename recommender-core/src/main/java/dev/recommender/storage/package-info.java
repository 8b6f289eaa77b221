/**
 * The storage SPI: what the library needs of a place to keep files, messages and records.
 * {@link dev.recommender.storage.BlobStore} is all that a store must offer; {@link dev.recommender.storage.WorkQueue} and
 * {@link dev.recommender.storage.VersionedRecords} are built on it here, and a service that has its own kind of either can
 * offer that instead. The contract suites in the test-jar check what each of them promises, sentence by sentence.
 */
@NullMarked
package dev.recommender.storage;

import org.jspecify.annotations.NullMarked;
