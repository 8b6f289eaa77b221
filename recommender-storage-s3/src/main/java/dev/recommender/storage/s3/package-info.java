/**
 * Blobs in Amazon S3 and stores that speak its language: {@link dev.recommender.storage.s3.S3BlobStore}. Messages in Amazon
 * SQS: {@link dev.recommender.storage.s3.SqsWorkQueue}. This package only translates between the AWS SDK and
 * {@link dev.recommender.storage}, which repeats requests and recognises its own writes.
 */
@NullMarked
package dev.recommender.storage.s3;

import org.jspecify.annotations.NullMarked;
