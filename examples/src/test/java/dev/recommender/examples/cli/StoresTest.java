package dev.recommender.examples.cli;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoresTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"ftp://host/folder", "s3://", "s3:///prefix", "s3://bucket/../other", "s3://bucket//prefix"})
    void addressesThatNameNoStoreAreRefused(String store) {
        assertThatExceptionOfType(UsageException.class)
                .isThrownBy(() -> Stores.open(store))
                .withMessageContaining(store);
    }
}
