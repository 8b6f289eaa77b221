package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the documents tell people to type is understood. */
class DocumentedCommandsTest {
    private static final String PROGRAM = "java -jar recommender-cli/target/recommender.jar ";
    private static final Pattern ASSIGNMENT = Pattern.compile("\\w+=\\$\\((.*)\\)");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

    static Stream<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (Path document : ProjectFiles.documents()) {
            for (ProjectFiles.Block block : ProjectFiles.blocks(document, "sh")) {
                String joined = String.join("\n", block.lines()).replaceAll("\\\\\n\\s*", " ");
                joined.lines()
                        .map(line -> ASSIGNMENT.matcher(line).replaceFirst("$1"))
                        .filter(line -> line.contains(PROGRAM))
                        .map(line -> line.substring(line.indexOf(PROGRAM) + PROGRAM.length()))
                        .map(line -> line.replaceFirst("\\s+(#|>|\\|) .*", ""))
                        .forEach(commands::add);
            }
        }
        return commands.stream();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandInADocumentParses(String command) {
        String[] words = WORD.matcher(command)
                .results()
                .map(DocumentedCommandsTest::unquoted)
                .toArray(String[]::new);

        assertThatCode(() -> Main.commandLine(new Main(), words).parseArgs(words))
                .doesNotThrowAnyException();
    }

    @Test
    void documentsShowEveryCommand() throws IOException {
        assertThat(commands().map(command -> command.split(" ")[0]))
                .contains("train", "recommend", "similar", "inspect", "shop", "demo", "evaluate", "tune", "plan")
                .contains("request-training", "worker", "models", "serve-from-store", "publish", "forget");
    }

    private static String unquoted(MatchResult word) {
        for (int group = 1; group <= 3; group++) {
            if (word.group(group) != null) {
                return word.group(group);
            }
        }
        throw new IllegalStateException();
    }
}
