/**
 * The storage SPI on Azure Storage: blobs in a container ({@link dev.recommender.storage.azure.AzureBlobStore}), messages
 * in a queue ({@link dev.recommender.storage.azure.AzureQueueWorkQueue}), records in a table
 * ({@link dev.recommender.storage.azure.AzureTableRecords}).
 *
 * <p>Each request is tried again where a failure may pass. Writes are conditional and leave a nonce, so that none is done
 * twice and none that was done counts as failed; what cannot be conditional, sending a message, is repeated only if it
 * surely was not done.
 */
@NullMarked
package dev.recommender.storage.azure;

import org.jspecify.annotations.NullMarked;
