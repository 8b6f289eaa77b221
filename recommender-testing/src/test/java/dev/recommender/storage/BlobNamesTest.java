package dev.recommender.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlobNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "_x/b",
                "usage 2024.csv",
                "a/K\u00E4ufe.csv",
                "a/\u8CFC\u5165",
                "\uD83D\uDED2",
                "a:b",
                "100%"
            })
    void namesOfOtherProgramsAreRead(String name) throws IOException {
        assertThat(BlobNames.check(name)).isEqualTo(name);
        assertThat(BlobNames.isInput("folder/" + name.replaceFirst("^_", ""))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                "..",
                "a/../b",
                ".a",
                "a/.b",
                "a\\b",
                "a\nb",
                "a\u0085b",
                "a\uD800",
                "a\uFFFD",
                "\uFFFF"
            })
    void whatLeadsElsewhereOrIsNoTextIsRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlobNames.check(name))
                .withMessageContaining("rename");
    }

    @Test
    void namesMayBeAsLongAsFileSystemsAndServicesAllow() {
        assertThat(BlobNames.check("\u00E4".repeat(127) + "s")).hasSize(128);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlobNames.check("\u00E4".repeat(128)))
                .withMessageContaining("255 bytes");
        String longest = ("s".repeat(100) + "/").repeat(11).substring(0, 1023) + "s";
        assertThat(BlobNames.check(longest)).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BlobNames.check(longest + "s"))
                .withMessageContaining("1024 characters");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".part-00000.csv.crc",
                ".DS_Store",
                "_SUCCESS",
                "_committed_1",
                "_temporary",
                ".",
                "..",
                ".a\nb",
                "_\\"
            })
    void marksOfOtherProgramsAreNoInputWhateverElseTheirNamesHold(String name) throws IOException {
        assertThat(BlobNames.isInput("folder/" + name)).isFalse();
    }

    @Test
    void anInputFileThatCannotBeReadIsNamed() {
        assertThatExceptionOfType(UnreadableFileException.class)
                .isThrownBy(() -> BlobNames.isInput("folder/a\tb.csv"))
                .withMessage("the name \"folder/a?b.csv\" cannot be read: it has a backslash or a control character;"
                        + " rename the file");
    }
}
