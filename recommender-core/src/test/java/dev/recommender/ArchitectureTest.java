package dev.recommender;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which packages may know which. */
@Tag("slow")
class ArchitectureTest {
    private static final String VOCABULARY = "dev.recommender";
    private static final String UTIL = "dev.recommender.internal.util";
    private static final String SPI = "dev.recommender.spi";
    private static final String MODELS = "dev.recommender.models";
    private static final String STORAGE = "dev.recommender.storage";
    private static final String SERVICE = "dev.recommender.service..";

    /** What the packages that read, train, answer and evaluate share. */
    private static final String[] ENGINE = Stream.of(
                    "util",
                    "page",
                    "tasks",
                    "rows",
                    "events",
                    "algebra",
                    "counting",
                    "ranking",
                    "file",
                    "model",
                    "neighbors",
                    "factors")
            .map("dev.recommender.internal."::concat)
            .toArray(String[]::new);

    private static final String[] CONTROL_PLANE = {
        "dev.recommender.registry..",
        SERVICE,
        "dev.recommender.internal.registry..",
        "dev.recommender.internal.serving..",
        "dev.recommender.internal.worker.."
    };

    /** What the trainings of this library's algorithms share. */
    private static final String TRAINING = "dev.recommender.internal.training";

    private static final String TRAINERS = "dev.recommender.training";

    private static final String[] ALGORITHMS = {
        "dev.recommender.sar..",
        "dev.recommender.ridge..",
        "dev.recommender.als..",
        "dev.recommender.neighbors..",
        "dev.recommender.training..",
        "dev.recommender.factors..",
        "dev.recommender.internal.factors..",
        "dev.recommender.internal.neighbors..",
        "dev.recommender.internal.training.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(VOCABULARY);

    @Test
    void theVocabularyDependsOnTheUtilitiesAlone() {
        check(VOCABULARY, UTIL);
    }

    @Test
    void theUtilitiesDependOnNothingOfOurs() {
        check(UTIL);
    }

    @Test
    void theSpiDependsOnVocabularyAndUtilities() {
        check(SPI, VOCABULARY, UTIL);
    }

    @Test
    void modelsKnowAlgorithmsByTheSpi() {
        check(MODELS, with(ENGINE, VOCABULARY, SPI));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "evaluation"})
    void filesAndEvaluationKnowNoAlgorithm(String part) {
        check("dev.recommender." + part, with(ENGINE, VOCABULARY, SPI, MODELS));
    }

    @Test
    void algorithmsKnowNeitherFilesNorEvaluationNorTheControlPlane() {
        // Of models, the kinds take what all of them answer alike.
        check("dev.recommender.neighbors", with(ENGINE, VOCABULARY, SPI, MODELS));
        check("dev.recommender.factors", with(ENGINE, VOCABULARY, SPI, MODELS));
        check(TRAINING, with(ENGINE, VOCABULARY, SPI, "dev.recommender.neighbors"));
        check(TRAINERS, with(ENGINE, VOCABULARY, SPI, "dev.recommender.neighbors", TRAINING));
        for (String algorithm : List.of("sar", "ridge")) {
            check(
                    "dev.recommender." + algorithm,
                    with(ENGINE, VOCABULARY, SPI, "dev.recommender.neighbors", TRAINING, TRAINERS));
        }
        check(
                "dev.recommender.als",
                with(
                        ENGINE,
                        VOCABULARY,
                        SPI,
                        "dev.recommender.factors",
                        "dev.recommender.neighbors",
                        TRAINING,
                        TRAINERS));
        for (String part : ENGINE) {
            check(part, with(ENGINE, VOCABULARY, SPI));
        }
    }

    @Test
    void tuningKnowsAlgorithmsByTheSpi() {
        check(
                "dev.recommender.tuning",
                with(ENGINE, VOCABULARY, SPI, MODELS, "dev.recommender.json", "dev.recommender.evaluation"));
    }

    private static String[] with(String[] packages, String... others) {
        return Stream.concat(Stream.of(packages), Stream.of(others)).toArray(String[]::new);
    }

    private static void check(String own, String... allowed) {
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(oursOutside(own, allowed))
                .check(CLASSES);
    }

    @Test
    void storageDependsOnTheUtilitiesAndTheExceptionsOfTheVocabularyAlone() {
        DescribedPredicate<JavaClass> exceptions =
                resideInAPackage(VOCABULARY).and(assignableTo(RecommenderException.class));
        noClasses()
                .that()
                .resideInAPackage(STORAGE)
                .should()
                .dependOnClassesThat(oursOutside(STORAGE, UTIL).and(DescribedPredicate.not(exceptions)))
                .check(CLASSES);
    }

    @Test
    void theControlPlaneKnowsAlgorithmsByTheSpiAlone() {
        noClasses()
                .that()
                .resideInAnyPackage(CONTROL_PLANE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ALGORITHMS)
                .check(CLASSES);
    }

    @Test
    void nothingDependsOnTheService() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SERVICE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SERVICE)
                .check(CLASSES);
    }

    @Test
    void noTwoPackagesDependOnEachOther() {
        slices().assignedFrom(EACH_PACKAGE).should().beFreeOfCycles().check(CLASSES);
    }

    private static final SliceAssignment EACH_PACKAGE = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "each package";
        }
    };

    @Test
    void internalPackagesAreUsedByNoOtherModule() throws IOException {
        List<String> users = new ArrayList<>();
        int sources = 0;
        try (Stream<Path> modules = Files.list(Path.of(".."))) {
            for (Path module : modules.filter(module -> !module.endsWith("recommender-core"))
                    .map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(module)) {
                    for (Path file : files.filter(file -> file.toString().endsWith(".java"))
                            .toList()) {
                        sources++;
                        if (Files.readString(file).contains("dev.recommender.internal.")) {
                            users.add(file.toString());
                        }
                    }
                }
            }
        }
        assertThat(sources).isGreaterThan(50);
        assertThat(users).isEmpty();
    }

    @Test
    void nothingPrintsToTheConsole() {
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
    }

    @Test
    void exceptionsOfOursShareOneRoot() {
        classes()
                .that()
                .areAssignableTo(RuntimeException.class)
                .and()
                // What a method is passed wrongly is told as the JDK tells it.
                .areNotAssignableTo(IllegalArgumentException.class)
                .should()
                .beAssignableTo(RecommenderException.class)
                .check(CLASSES);
    }

    @Test
    void theRulesLookAtAllPackagesThereAre() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(with(
                        ENGINE,
                        VOCABULARY,
                        SPI,
                        MODELS,
                        STORAGE,
                        "dev.recommender.csv",
                        "dev.recommender.json",
                        "dev.recommender.evaluation",
                        "dev.recommender.tuning",
                        "dev.recommender.sar",
                        "dev.recommender.ridge",
                        "dev.recommender.als",
                        "dev.recommender.neighbors",
                        "dev.recommender.factors",
                        TRAINING,
                        TRAINERS,
                        "dev.recommender.registry",
                        "dev.recommender.service",
                        "dev.recommender.service.compat",
                        "dev.recommender.internal.registry",
                        "dev.recommender.internal.serving",
                        "dev.recommender.internal.worker"));
    }

    /** Whatever is ours outside the given packages; an exact name stands for its package alone. */
    private static DescribedPredicate<JavaClass> oursOutside(String own, String... allowed) {
        return resideInAPackage(VOCABULARY + "..")
                .and(DescribedPredicate.not(resideInAPackage(own)))
                .and(DescribedPredicate.not(resideInAnyPackage(allowed)));
    }
}
