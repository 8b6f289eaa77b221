/**
 * Blobs in Amazon S3 and stores that speak its language, {@link dev.recommender.storage.s3.S3BlobStore}, and messages in
 * Amazon SQS, {@link dev.recommender.storage.s3.SqsWorkQueue}. Both work through the AWS SDK's clients, the caller's own
 * or ones that find region and credentials as the SDK does.
 */
@NullMarked
package dev.recommender.storage.s3;

import org.jspecify.annotations.NullMarked;
