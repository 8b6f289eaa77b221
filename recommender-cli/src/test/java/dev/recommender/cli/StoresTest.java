package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/folder",
                "s3:/bucket",
                "S3://bucket",
                "azure:container",
                "s3://",
                "s3:///prefix",
                "s3://bucket/../other",
                "s3://bucket//prefix",
                "azure://",
                "azure:///prefix",
                "azure://container"
            })
    void addressesThatNameNoStoreAreRefused(String store) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Stores.open(store))
                .withMessageContaining(store);
    }

    @Test
    void anAzureAddressNeedsTheAccountAndNeverShowsItsKey() {
        String secret = "c2VjcmV0";
        Map<String, String> sound = Map.of(
                "AZURE_STORAGE_CONNECTION_STRING",
                "DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=" + secret + ";EndpointSuffix=example.net");
        Map<String, String> broken = Map.of("AZURE_STORAGE_CONNECTION_STRING", "AccountKey=" + secret);

        assertThat(Stores.container("azure://container/prefix", sound)).isNotNull();
        assertThat(Stores.container("azure://container", Map.of("AZURE_STORAGE_ACCOUNT", "shop")))
                .isNotNull();
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Stores.container("azure://container", Map.of("AZURE_STORAGE_ACCOUNT", "no shop")))
                .withMessageContaining("AZURE_STORAGE_ACCOUNT to its name");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Stores.container("azure://container", Map.of()))
                .withMessageContaining("AZURE_STORAGE_CONNECTION_STRING")
                .withMessageContaining("AZURE_STORAGE_ACCOUNT");
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Stores.container("azure://container", broken))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(secret));
    }
}
