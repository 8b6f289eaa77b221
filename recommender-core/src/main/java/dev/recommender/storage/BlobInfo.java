package dev.recommender.storage;

import java.time.Instant;

/**
 * What a store knows of a blob.
 *
 * @param key the blob's key
 * @param size its length in bytes
 * @param modified when it was written, by the store's clock
 */
public record BlobInfo(String key, long size, Instant modified) {}
