package dev.recommender.web;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the server knows: the service, and what the service speaks of. */
@Tag("slow")
class WebArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.recommender.web");

    @Test
    void theServerKnowsTheServiceAndNoAlgorithm() {
        String[] known = {
            "dev.recommender",
            "dev.recommender.json",
            "dev.recommender.models",
            "dev.recommender.registry",
            "dev.recommender.service",
            "dev.recommender.service.compat",
            "dev.recommender.spi",
            "dev.recommender.storage",
            "dev.recommender.web",
            "dev.recommender.web.telemetry"
        };
        noClasses()
                .that()
                .resideInAPackage("dev.recommender.web")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("dev.recommender..").and(DescribedPredicate.not(resideInAnyPackage(known))))
                .check(CLASSES);
    }

    /** The libraries of metrics and traces are optional, so the server itself may not name them. */
    @Test
    void onlyBindingsNameLibrariesOfTelemetry() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(MicrometerBinding|PrometheusRegistry)(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..")
                .check(CLASSES);
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.OpenTelemetryBinding(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.opentelemetry..")
                .check(CLASSES);
    }

    @Test
    void nothingPrintsToTheConsole() {
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
    }
}
