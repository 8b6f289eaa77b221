package dev.recommender.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of the project, and the fenced blocks of its documents. */
public final class ProjectFiles {
    private static final Path ROOT = findRoot();

    private ProjectFiles() {}

    /** The README and everything in docs. */
    public static List<Path> documents() {
        List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        documents.addAll(below(ROOT.resolve("docs"), ".md"));
        return documents;
    }

    /** The sources that the build compiles and that documents may quote. */
    public static List<Path> sources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.filter(folder -> folder.getFileName().toString().matches("examples|recommender-.*"))
                    .map(folder -> folder.resolve("src"))
                    .filter(Files::isDirectory)
                    .sorted()
                    .flatMap(folder -> below(folder, ".java").stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of the project. */
    public static Path file(String path) {
        return ROOT.resolve(path);
    }

    /** The blocks of a document that are fenced as of this language. */
    public static List<Block> blocks(Path document, String language) throws IOException {
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(document);
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).strip().equals("```" + language)) {
                int first = at + 1;
                while (!lines.get(++at).strip().equals("```")) {
                    // to the end of the block
                }
                blocks.add(new Block(ROOT.relativize(document) + ":" + first, lines.subList(first, at)));
            }
        }
        return blocks;
    }

    private static List<Path> below(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path findRoot() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null) {
            if (Files.isRegularFile(folder.resolve("README.md")) && Files.isDirectory(folder.resolve("docs"))) {
                return folder;
            }
            folder = folder.getParent();
        }
        throw new IllegalStateException("no folder above the working directory has a README.md and docs");
    }

    /**
     * A fenced block.
     *
     * @param place document and line
     * @param lines without the fences
     */
    public record Block(String place, List<String> lines) {
        @Override
        public String toString() {
            return place;
        }
    }
}
