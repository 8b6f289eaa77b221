package dev.recommender.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files of a source. */
final class CsvFiles {
    private CsvFiles() {}

    /** The files themselves, and the visible files directly in the folders, by name; each folder has some. */
    static List<Path> expand(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                int before = files.size();
                try (Stream<Path> children = Files.list(path)) {
                    children.filter(Files::isRegularFile)
                            .filter(child -> !name(child).startsWith("."))
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
        return files;
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
