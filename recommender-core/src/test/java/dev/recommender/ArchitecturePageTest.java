package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What docs/architecture.md draws is what there is. */
@Tag("slow")
class ArchitecturePageTest {
    private static final String ROOT = "dev.recommender";
    private static final Path PROJECT = Path.of("..");
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** In pictures, all other words are in lower case, or in capitals alone. */
    private static final Pattern TYPE = Pattern.compile("\\b(?:[A-Z][a-z0-9]+)+\\b");

    private static final Pattern TYPE_IN_A_SENTENCE = Pattern.compile("`(" + TYPE + ")`");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);

    @Test
    void theArrowsAreThoseOfTheClasses() throws IOException {
        Map<String, Set<String>> drawn = new TreeMap<>();
        for (String line : block("arrows").split("\n")) {
            String[] ends = line.split("→");
            drawn.put(
                    ends[0].strip(),
                    Arrays.stream(ends[1].split(","))
                            .map(String::strip)
                            .filter(end -> !end.equals("nothing"))
                            .collect(Collectors.toCollection(TreeSet::new)));
        }

        assertThat(drawn).isEqualTo(arrows());
    }

    @Test
    void theTypesInThePicturesAreThere() throws IOException {
        Set<String> named = TYPE.matcher(block("picture"))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).hasSizeGreaterThan(60).contains("Grouping", "Decay", "Claims", "ModelHeader");
        assertThat(types()).containsAll(named);
    }

    @Test
    void theTypesInTheSentencesAreThere() throws IOException {
        Set<String> named = TYPE_IN_A_SENTENCE
                .matcher(BLOCK.matcher(page()).replaceAll(""))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).contains("Planner", "Sweep", "TrainingThreads");
        assertThat(types()).containsAll(named);
    }

    /** By package, the other packages that its classes depend on. */
    private static Map<String, Set<String>> arrows() {
        Map<String, Set<String>> arrows = new TreeMap<>();
        for (JavaClass type : CLASSES) {
            Set<String> ends = arrows.computeIfAbsent(name(type), start -> new TreeSet<>());
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                JavaClass target = dependency.getTargetClass().getBaseComponentType();
                if (target.getPackageName().startsWith(ROOT) && !name(target).equals(name(type))) {
                    ends.add(name(target));
                }
            }
        }
        return arrows;
    }

    private static String name(JavaClass type) {
        return type.getPackageName().equals(ROOT)
                ? "vocabulary"
                : type.getPackageName().substring(ROOT.length() + 1);
    }

    private static String block(String language) throws IOException {
        return BLOCK.matcher(page())
                .results()
                .filter(found -> found.group(1).equals(language))
                .map(found -> found.group(2))
                .collect(Collectors.joining());
    }

    private static String page() throws IOException {
        return Files.readString(PROJECT.resolve("docs/architecture.md"));
    }

    /** The names of all source files of all modules, and of types inside others. */
    private static Set<String> types() throws IOException {
        Set<String> types =
                CLASSES.stream().map(JavaClass::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> modules = Files.list(PROJECT)) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.map(file -> file.getFileName().toString())
                            .filter(file -> file.endsWith(".java"))
                            .forEach(file -> types.add(file.substring(0, file.length() - ".java".length())));
                }
            }
        }
        return types;
    }
}
