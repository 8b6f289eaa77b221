package dev.recommender.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of a store that may not be read or entered, as a process sees it that must obey permissions. */
@Tag("slow")
class UnreadableFoldersTest {
    @TempDir
    private Path folder;

    /** A caller that learns that something is missing may delete what refers to it. */
    @Test
    void whatMayNotBeLookedAtIsNeverMissing() throws Exception {
        Path output = folder.resolve("output");
        Process process = StoreProcess.start(Commands.withoutPrivileges(), output, folder.resolve("store"), "look");
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        List<String> lines = Files.readAllLines(output);
        assertThat(process.exitValue()).as("%s", lines).isZero();
        assertThat(lines).hasSize(6 * 3 * 4).noneMatch(line -> line.endsWith("missing"));
        assertThat(lines.stream().filter(line -> !line.contains("--x------")))
                .hasSize(6 * 2 * 4)
                .allMatch(line -> line.endsWith("failed"));
        assertThat(lines).contains("get with --x------ on /records/registry: there");
    }
}
