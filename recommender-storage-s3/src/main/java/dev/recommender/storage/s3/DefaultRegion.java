package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** The region where the AWS SDK looks for one: environment, profile, instance. */
final class DefaultRegion {
    private DefaultRegion() {}

    /**
     * The region.
     *
     * @throws StorageException if none is found; the SDK's own failure lists its classes rather than what to do
     */
    static Region find() throws StorageException {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new StorageException(
                    Kind.REJECTED, "there is no AWS region: set AWS_REGION, or the region of a profile", e);
        }
    }
}
