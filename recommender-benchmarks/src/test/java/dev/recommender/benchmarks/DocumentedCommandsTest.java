package dev.recommender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documents tell people to type is understood. */
class DocumentedCommandsTest {
    private static final String PROGRAM = "java -jar recommender-benchmarks/target/benchmarks.jar ";

    @Test
    void everyCommandInADocumentParses() throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<Path> documents = Files.walk(Path.of("..", "docs"))) {
            for (Path document : Stream.concat(documents, Stream.of(Path.of("..", "README.md")))
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList()) {
                Files.readString(document)
                        .replaceAll("\\\\\n\\s*", " ")
                        .lines()
                        .filter(line -> line.startsWith(PROGRAM))
                        .map(line -> line.substring(PROGRAM.length()).strip())
                        .forEach(commands::add);
            }
        }
        assertThat(commands)
                .anyMatch(command -> command.startsWith("generate"))
                .anyMatch(command -> command.startsWith("side-by-side"))
                .anyMatch(command -> command.startsWith("jmh"));
        for (String command : commands) {
            assertThatCode(() -> Main.commandLine().parseArgs(command.split("\\s+")))
                    .as(command)
                    .doesNotThrowAnyException();
        }
    }
}
