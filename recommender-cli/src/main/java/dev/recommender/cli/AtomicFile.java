package dev.recommender.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A text file that appears complete or not at all. */
final class AtomicFile {
    private AtomicFile() {}

    /**
     * Writes to a file next to the target, then renames it. Unlike a temporary file, it has the permissions of any new
     * file.
     */
    static void write(Path file, Body body) throws IOException {
        requireFolder(file);
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardOpenOption.CREATE_NEW)) {
                body.write(writer);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Finds out, before any long work, whether a file can be written at all.
     *
     * @throws NoSuchFileException naming the folder, if the file's folder is not there
     * @throws FileSystemException if it is a folder itself
     */
    static void requireFolder(Path file) throws FileSystemException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "this is a folder; name a file in it");
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new NoSuchFileException(String.valueOf(folder));
        }
    }

    /** Something that writes. */
    @FunctionalInterface
    interface Body {
        void write(Writer writer) throws IOException;
    }
}
