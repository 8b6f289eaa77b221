package dev.recommender.cli;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents quote is what the build compiles. */
@Tag("slow")
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

    /** Every type of a package that the README names is in its row if a snippet uses it, and each is where it says. */
    @Test
    void theReadmeSaysFromWhereItsSnippetsImport() throws IOException {
        Path readme = ProjectFiles.file("README.md");
        Map<String, Set<String>> rows = new LinkedHashMap<>();
        Pattern row = Pattern.compile("\\| `(dev\\.recommender[a-z.]*)` \\| (.*) \\|");
        for (String line : Files.readAllLines(readme)) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                rows.put(matcher.group(1), names(matcher.group(2)));
            }
        }
        Set<String> used = new TreeSet<>();
        for (ProjectFiles.Block block : ProjectFiles.blocks(readme, "java")) {
            block.lines().forEach(line -> used.addAll(names(line.replaceAll("//.*|\"[^\"]*\"", ""))));
        }

        assertThat(rows).hasSizeGreaterThan(9);
        rows.forEach((where, named) -> assertThat(
                        used.stream().filter(name -> isIn(where, name)).toList())
                .as(where)
                .containsExactlyInAnyOrderElementsOf(named));
        Set<String> all = rows.values().stream().flatMap(Set::stream).collect(toSet());
        assertThat(used)
                .allMatch(name -> all.contains(name)
                        || Stream.of("java.lang", "java.util", "java.time", "java.nio.file")
                                .anyMatch(where -> isIn(where, name)));
    }

    private static Set<String> names(String text) {
        return Pattern.compile("(?<![A-Za-z_.])[A-Z][a-z]\\w+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .collect(toCollection(TreeSet::new));
    }

    private static boolean isIn(String where, String name) {
        try {
            Class.forName(where + "." + name, false, SnippetsTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
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
