package dev.recommender.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.ModelTrainer;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Cutoff;
import dev.recommender.spi.ItemScorer;
import dev.recommender.spi.ScoreBoard;
import dev.recommender.spi.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents quote is what the build compiles. */
class SnippetsTest {
    static Stream<ProjectFiles.Block> javaBlocks() throws IOException {
        Stream.Builder<ProjectFiles.Block> blocks = Stream.builder();
        for (Path document : ProjectFiles.documents()) {
            ProjectFiles.blocks(document, "java").forEach(blocks);
        }
        return blocks.build();
    }

    @ParameterizedTest
    @MethodSource("javaBlocks")
    void everyJavaBlockOfADocumentIsPartOfACompiledSource(ProjectFiles.Block block) {
        String quoted = withoutIndentation(block.lines());

        assertThat(quoted).isNotBlank();
        assertThat(ProjectFiles.sources().stream().map(SnippetsTest::read).anyMatch(source -> source.contains(quoted)))
                .as("the block at %s is in a source", block.place())
                .isTrue();
    }

    @Test
    void theReadmeShowsTheQuickStart() throws IOException {
        String quickStart = read(ProjectFiles.file("examples/src/main/java/dev/recommender/examples/QuickStart.java"));

        assertThat(ProjectFiles.blocks(ProjectFiles.file("README.md"), "java"))
                .anyMatch(block -> quickStart.contains(withoutIndentation(block.lines())));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Algorithm.class,
                ModelTrainer.class,
                ItemScorer.class,
                Seeds.class,
                ScoreBoard.class,
                Cutoff.class
            })
    void thePageOnAlgorithmsHasEveryMethodOfAnInterface(Class<?> type) throws IOException {
        String row = Files.readAllLines(ProjectFiles.file("docs/algorithm-spi.md")).stream()
                .filter(line -> line.matches("\\| `" + type.getSimpleName() + "(<.*>)?` \\|.*"))
                .findFirst()
                .orElseThrow();

        for (Method method : type.getDeclaredMethods()) {
            String signature = " " + method.getName() + "(";
            long overloads = Stream.of(type.getDeclaredMethods())
                    .filter(other -> other.getName().equals(method.getName()))
                    .count();
            assertThat(row.replace('`', ' ').split(Pattern.quote(signature), -1))
                    .as("%s in %s", method, row)
                    .hasSize((int) overloads + 1);
        }
    }

    private static String read(Path source) {
        try {
            return withoutIndentation(Files.readAllLines(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutIndentation(List<String> lines) {
        return lines.stream().map(String::strip).filter(line -> !line.isEmpty()).collect(joining("\n", "\n", "\n"));
    }
}
