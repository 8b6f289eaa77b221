/**
 * The storage SPI: what the library needs of a place to keep files. {@link dev.recommender.storage.BlobStore} is the
 * whole of it; a store that keeps its promises, sentence by sentence, carries everything built on it. The contract suite
 * in the test-jar, {@code BlobStoreContract}, checks them.
 */
@NullMarked
package dev.recommender.storage;

import org.jspecify.annotations.NullMarked;
