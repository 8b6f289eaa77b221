package dev.recommender.internal.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders that only their owner can look into, where the file system knows owners: their content shows what users did.
 */
public final class PrivateFolders {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private PrivateFolders() {}

    /**
     * This user's folder among the temporary files, created if needed.
     *
     * @throws IOException if it cannot be created, or if another user has made it
     */
    public static Path temporary(String name) throws IOException {
        Path folder =
                create(Path.of(System.getProperty("java.io.tmpdir"), name + "-" + System.getProperty("user.name")));
        if (hasOwners(folder)) {
            // Fails for who does not own it.
            Files.setPosixFilePermissions(folder, OWNER_ONLY);
        }
        return folder;
    }

    /** Creates a folder and those above it that are missing; leaves one that is there as it is. */
    public static Path create(Path folder) throws IOException {
        return Files.createDirectories(folder, attributes(folder));
    }

    /** Creates a folder, which must not be there, in one that is there. */
    public static Path createNew(Path folder) throws IOException {
        return Files.createDirectory(folder, attributes(folder));
    }

    private static FileAttribute<?>[] attributes(Path folder) {
        return hasOwners(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private static boolean hasOwners(Path folder) {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
