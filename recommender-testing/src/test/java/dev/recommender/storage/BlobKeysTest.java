package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BlobKeysTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"a", "_", "0", "models/m.model", "records/a-b/k+0000000001", "a=b/c_d/e.f", "COM10", "a.con"})
    void keysAreValidAndSoIsWhatTheyBeginWith(String key) {
        assertThat(BlobKeys.check(key)).isEqualTo(key);
        assertThat(BlobKeys.isValid(key)).isTrue();
        for (int length = 0; length <= key.length(); length++) {
            assertThat(BlobKeys.isPrefix(key.substring(0, length))).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.recommender.testing.storage.HostileKeys#all")
    void hostileKeysAreNotValid(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> BlobKeys.check(key));
        assertThat(BlobKeys.isValid(key)).isFalse();
    }

    @Test
    void theLongestKeysAreValid() {
        String segment = "s".repeat(100);
        assertThat(BlobKeys.isValid(segment)).isTrue();
        assertThat(BlobKeys.isValid(segment + "s")).isFalse();
        String longest = ("s".repeat(79) + "/").repeat(5).substring(0, 399) + "s";
        assertThat(BlobKeys.isValid(longest)).isTrue();
        assertThat(BlobKeys.isValid(longest + "s")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a b", "a\\", "a\u0000", "é", "a?", "%2e"})
    void noKeyBeginsWithOtherCharacters(String prefix) {
        assertThat(BlobKeys.isPrefix(prefix)).isFalse();
    }
}
