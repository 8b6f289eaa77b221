package dev.recommender.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the files of a source. */
final class CsvFiles {
    private CsvFiles() {}

    /**
     * The files themselves, and the visible files directly in the folders, by name; each folder has some. A file that is
     * there twice, by a symbolic link for example, counts once.
     */
    static List<Path> expand(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                int before = files.size();
                try (Stream<Path> children = Files.list(path)) {
                    children.filter(Files::isRegularFile)
                            .filter(child ->
                                    !name(child).startsWith(".") && !name(child).startsWith("_"))
                            .sorted()
                            .forEach(files::add);
                }
                if (files.size() == before) {
                    throw new NoSuchFileException(
                            path.toString(),
                            null,
                            "no such files: the folder holds none, and folders in it are not read");
                }
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                throw new NoSuchFileException(path.toString(), null, "no such file or folder");
            }
        }
        return distinct(files);
    }

    private static List<Path> distinct(List<Path> files) {
        Set<Path> real = new HashSet<>();
        return files.stream().filter(file -> real.add(real(file))).toList();
    }

    /** A pipe has a name, but no real one. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
