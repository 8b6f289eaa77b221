package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WriteNonceTest {
    @Test
    void noncesHaveOneFormAndDiffer() {
        Set<String> seen = new HashSet<>();
        for (int nonce = 0; nonce < 10_000; nonce++) {
            String text = WriteNonce.next();
            assertThat(text).hasSize(WriteNonce.LENGTH).matches("[A-Za-z0-9_-]+");
            assertThat(seen.add(text)).isTrue();
        }
    }
}
