package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recommender.storage.StorageException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;

class DefaultRegionTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void lookNowhereElse() {
        System.setProperty("aws.disableEc2Metadata", "true");
        System.setProperty("aws.configFile", folder.resolve("config").toString());
        System.setProperty(
                "aws.sharedCredentialsFile", folder.resolve("credentials").toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("aws.disableEc2Metadata");
        System.clearProperty("aws.configFile");
        System.clearProperty("aws.sharedCredentialsFile");
        System.clearProperty("aws.region");
    }

    @Test
    void storesAndQueuesWithoutARegionSayHowToSetOne() {
        assumeTrue(System.getenv("AWS_REGION") == null, "the environment sets a region");

        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> S3BlobStore.builder("bucket").open())
                .withMessage("there is no AWS region: set AWS_REGION, or the region of a profile");
        assertThatExceptionOfType(StorageException.class)
                .isThrownBy(() -> SqsWorkQueue.builder("queue").open())
                .withMessageContaining("set AWS_REGION");
    }

    @Test
    void theRegionIsFoundWhereTheSdkLooks() throws IOException {
        System.setProperty("aws.region", "eu-north-1");

        assertThat(DefaultRegion.find()).isEqualTo(Region.EU_NORTH_1);
    }
}
