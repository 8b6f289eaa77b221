/**
 * Blobs in a container of Azure Storage: {@link dev.recommender.storage.azure.AzureBlobStore}. Messages in a queue:
 * {@link dev.recommender.storage.azure.AzureQueueWorkQueue}. Records in a table:
 * {@link dev.recommender.storage.azure.AzureTableRecords}. This package only translates between the Azure SDK and
 * {@link dev.recommender.storage}, which repeats requests and recognises its own writes.
 */
@NullMarked
package dev.recommender.storage.azure;

import org.jspecify.annotations.NullMarked;
