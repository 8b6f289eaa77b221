package dev.recommender;

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
import org.junit.jupiter.api.Test;

/** The arrows between the packages: a vocabulary that depends on none, and parts that depend on the vocabulary alone. */
class ArchitectureTest {
    private static final String ROOT = "dev.recommender";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    /** Whatever is ours outside the given packages; an exact name stands for its package alone. */
    private static DescribedPredicate<JavaClass> oursOutside(String... packages) {
        return resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(packages)));
    }

    @Test
    void the_vocabulary_depends_on_no_other_package() {
        noClasses()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .dependOnClassesThat(oursOutside(ROOT))
                .check(CLASSES);
    }

    @Test
    void files_engine_and_evaluation_depend_on_the_vocabulary_alone() {
        for (String part : new String[] {"csv", "sar", "evaluation"}) {
            String own = ROOT + "." + part + "..";
            noClasses()
                    .that()
                    .resideInAPackage(own)
                    .should()
                    .dependOnClassesThat(oursOutside(ROOT, own))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void storage_depends_on_the_exceptions_of_the_vocabulary_alone() {
        String own = ROOT + ".storage..";
        noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(oursOutside(own).and(DescribedPredicate.not(exceptionsOfVocabulary())))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void nothing_depends_on_the_service() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".service..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".service..")
                .check(CLASSES);
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothing_prints_to_the_console() {
        noClasses().should().accessField(System.class, "out").check(CLASSES);
        noClasses().should().accessField(System.class, "err").check(CLASSES);
        noClasses().should().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
    }

    @Test
    void exceptions_of_ours_share_one_root() {
        classes()
                .that()
                .areAssignableTo(RuntimeException.class)
                .should()
                .beAssignableTo(RecommenderException.class)
                .check(CLASSES);
    }

    @Test
    void the_rules_look_at_all_packages_there_are() {
        assertThat(CLASSES.stream().map(JavaClass::getPackageName)).contains(ROOT, ROOT + ".sar", ROOT + ".csv");
    }

    private static DescribedPredicate<JavaClass> exceptionsOfVocabulary() {
        return resideInAPackage(ROOT).and(JavaClass.Predicates.assignableTo(RecommenderException.class));
    }
}
