package dev.recommender.storage;

import java.time.Instant;

/**
 * One version of a record of {@link VersionedRecords}.
 *
 * @param key the record's key
 * @param version 1 for the first, one more with each change
 * @param content the text as it was written
 * @param written when this version was written, by the store's clock or the writer's
 * @param tag identifies this version among others; meaningful only to the store that gave it
 */
public record VersionedRecord(String key, long version, String content, Instant written, String tag) {}
