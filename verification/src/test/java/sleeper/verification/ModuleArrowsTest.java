package sleeper.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.statestore.instance.FileInstance;

/** The module map of the architecture page: who may know whom. */
class ModuleArrowsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("sleeper");

    /** Each module's package, and the packages of ours that it may use. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("sleeper.core", Set.of()),
            Map.entry("sleeper.stepfunctions", Set.of()),
            Map.entry("sleeper.statestore", Set.of("sleeper.core")),
            Map.entry("sleeper.sort", Set.of("sleeper.core")),
            Map.entry("sleeper.aws", Set.of("sleeper.core", "sleeper.statestore")),
            Map.entry("sleeper.run", Set.of("sleeper.core", "sleeper.sort", "sleeper.statestore")),
            Map.entry("sleeper.ingest", Set.of("sleeper.core", "sleeper.sort", "sleeper.statestore", "sleeper.run")),
            Map.entry("sleeper.iceberg", Set.of("sleeper.core", "sleeper.statestore")),
            Map.entry(
                    "sleeper.lambda", Set.of("sleeper.core", "sleeper.sort", "sleeper.statestore", "sleeper.iceberg")),
            Map.entry(
                    "sleeper.deployed",
                    Set.of("sleeper.core", "sleeper.statestore", "sleeper.aws", "sleeper.run", "sleeper.lambda")),
            Map.entry("sleeper.statemachine", Set.of("sleeper.core", "sleeper.statestore")),
            Map.entry(
                    "sleeper.cdk",
                    Set.of(
                            "sleeper.core",
                            "sleeper.api",
                            "sleeper.aws",
                            "sleeper.lambda",
                            "sleeper.deployed",
                            "sleeper.statemachine")),
            Map.entry(
                    "sleeper.deploy",
                    Set.of(
                            "sleeper.core",
                            "sleeper.statestore",
                            "sleeper.aws",
                            "sleeper.run",
                            "sleeper.lambda",
                            "sleeper.deployed")),
            Map.entry(
                    "sleeper.local",
                    Set.of(
                            "sleeper.core",
                            "sleeper.sort",
                            "sleeper.statestore",
                            "sleeper.aws",
                            "sleeper.run",
                            "sleeper.iceberg",
                            "sleeper.lambda",
                            "sleeper.statemachine",
                            "sleeper.stepfunctions")),
            Map.entry(
                    "sleeper.api",
                    Set.of(
                            "sleeper.core",
                            "sleeper.sort",
                            "sleeper.statestore",
                            "sleeper.run",
                            "sleeper.iceberg",
                            "sleeper.lambda",
                            "sleeper.statemachine")),
            Map.entry(
                    "sleeper.console",
                    Set.of("sleeper.core", "sleeper.statestore", "sleeper.api", "sleeper.stepfunctions")),
            Map.entry("sleeper.testkit", Set.of("sleeper.core", "sleeper.statestore")));

    private static final Set<String> ALL =
            Stream.concat(ARROWS.keySet().stream(), Stream.of("sleeper.cli")).collect(Collectors.toUnmodifiableSet());

    static Stream<String> modules() {
        return ARROWS.keySet().stream().sorted();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void shouldOnlyUseTheModulesItMayKnow(String module) {
        List<String> forbidden = ALL.stream()
                .filter(other -> !other.equals(module) && !ARROWS.get(module).contains(other))
                .map(other -> other + "..")
                .toList();
        noClasses()
                .that()
                .resideInAPackage(module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden.toArray(String[]::new))
                .allowEmptyShould(false)
                .check(CLASSES);
    }

    @Test
    void shouldKeepTechnologyOutOfCore() {
        noClasses()
                .that()
                .resideInAPackage("sleeper.core..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "software.amazon..",
                        "com.amazonaws..",
                        "org.apache..",
                        "com.github..",
                        "org.xerial..",
                        "scala..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepJacksonInTheJsonPackagesOfCore() {
        noClasses()
                .that()
                .resideInAPackage("sleeper.core..")
                .and()
                .resideOutsideOfPackage("..json..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(CLASSES);
    }

    @Test
    void shouldReachInstancesThroughTheirPortFromAllCommandsButThoseThatRunThemOrBuildTheProject() {
        noClasses()
                .that()
                .resideInAPackage("sleeper.cli..")
                .and()
                .resideOutsideOfPackages(
                        "sleeper.cli.services..", "sleeper.cli.demo..", "sleeper.cli.doctor..", "sleeper.cli.deploy..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("sleeper.local..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("sleeper.cli..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(FileInstance.class)
                .check(CLASSES);
    }

    @Test
    void shouldSayNoTechnologyInThePortOfAnInstance() {
        noClasses()
                .that()
                .resideInAPackage("sleeper.statestore.instance")
                .and()
                .areInterfaces()
                .or()
                .areRecords()
                .and()
                .resideInAPackage("sleeper.statestore.instance")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "com.fasterxml..", "software.amazon..", "org.elasticmq..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepHadoopAndSparkInTheSparkJob() {
        noClasses()
                .that()
                .resideInAPackage("sleeper..")
                .and()
                .resideOutsideOfPackages("sleeper.testkit..", "sleeper.bulkimport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.hadoop..",
                        "org.apache.spark..",
                        "org.apache.parquet.hadoop..",
                        "org.apache.parquet.column..")
                .check(CLASSES);
    }

    @Test
    void shouldPassTimeIdsAndSleepingIntoCoreSortAndStatestore() {
        noClasses()
                .that()
                .resideInAnyPackage("sleeper.core..", "sleeper.sort..", "sleeper.statestore..")
                .should()
                .callMethodWhere(target("java.time.Instant", "now"))
                .orShould()
                .callMethodWhere(target("java.util.UUID", "randomUUID"))
                .orShould()
                .callMethodWhere(target("java.lang.Thread", "sleep"))
                .orShould()
                .callMethodWhere(target("java.lang.System", "getenv"))
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        for (String module : ALL) {
            slices().matching(module + ".(**)")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    private static DescribedPredicate<JavaMethodCall> target(String owner, String method) {
        return DescribedPredicate.describe(
                owner + "." + method + "()",
                call -> call.getTargetOwner().getFullName().equals(owner)
                        && call.getTarget().getName().equals(method));
    }
}
