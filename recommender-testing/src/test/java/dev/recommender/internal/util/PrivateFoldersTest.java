package dev.recommender.internal.util;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.recommender.internal.worker.WorkFolder;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders for files that tell what users did. */
final class PrivateFoldersTest {
    @TempDir
    Path folder;

    @BeforeEach
    void needsPermissions() {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews())
                .as("file systems with permissions")
                .contains("posix");
    }

    @Test
    void onlyTheOwnerCanLookIntoWhatIsCreated() throws IOException {
        assertThat(permissions(PrivateFolders.create(folder.resolve("a/b")))).isEqualTo("rwx------");
        assertThat(permissions(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(permissions(PrivateFolders.createNew(folder.resolve("new")))).isEqualTo("rwx------");
    }

    @Test
    void aFolderThatWasThereKeepsItsPermissions() throws IOException {
        Path shared = Files.createDirectory(folder.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwx---"));
        assertThat(permissions(PrivateFolders.create(shared))).isEqualTo("rwxrwx---");
        assertThatThrownBy(() -> PrivateFolders.createNew(shared)).isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void aTemporaryFolderIsClosedToOthersEvenIfItWasOpen() throws IOException {
        String name = "recommender-test-" + ProcessHandle.current().pid();
        Path temporary = PrivateFolders.temporary(name);
        try {
            assertThat(permissions(temporary)).isEqualTo("rwx------");
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(PrivateFolders.temporary(name)).isEqualTo(temporary);
            assertThat(permissions(temporary)).isEqualTo("rwx------");
        } finally {
            Files.delete(temporary);
        }
    }

    @Test
    void theFilesOfATrainingLieInSuchFolders() throws IOException {
        try (WorkFolder work = WorkFolder.in(folder.resolve("work"))) {
            assertThat(permissions(folder.resolve("work"))).isEqualTo("rwx------");
            assertThat(permissions(work.path())).isEqualTo("rwx------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
