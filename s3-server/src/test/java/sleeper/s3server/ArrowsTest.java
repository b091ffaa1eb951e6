package sleeper.s3server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** What this module may use; the class path of the command has nothing else of it. */
class ArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("sleeper.s3server");

    @Test
    void shouldUseCoreStatestoreAndTheGuardAndNothingElseOfOurs() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "sleeper.s3server..",
                        "sleeper.core..",
                        "sleeper.statestore.bucket",
                        "sleeper.statestore.file",
                        "sleeper.stepfunctions.http",
                        "java..",
                        "org.gaul..",
                        "org.slf4j",
                        "software.amazon.awssdk..",
                        "com.google.common.io")
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("sleeper.s3server.(**)").should().beFreeOfCycles().check(CLASSES);
    }
}
