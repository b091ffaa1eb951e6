package sleeper.cli.doctor;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sleeper.local.task.spark.BuiltSparkParts;
import sleeper.local.task.spark.SparkRuntime;
import sleeper.local.task.spark.SparkVersion;
import sleeper.statestore.instance.Check;

/** Whether the Spark job's jars and Spark itself are there for the platforms that run on Spark. */
final class SparkCheck {
    private final Consumer<String> told;

    /** @param told is given a line about each thing that takes long */
    SparkCheck(Consumer<String> told) {
        this.told = told;
    }

    /** Looks and makes nothing. */
    List<Check> look() {
        // Most commands need none of it.
        return each(version -> BuiltSparkParts.ofThisProject(told).find(version), Check.State.WARNING);
    }

    /** Makes what is not there. */
    List<Check> prepare() {
        return each(version -> Optional.of(BuiltSparkParts.ofThisProject(told).of(version)), Check.State.PROBLEM);
    }

    /** Finds the parts of a version. */
    @FunctionalInterface
    private interface Finding {
        Optional<SparkRuntime> of(SparkVersion version) throws IOException;
    }

    private static List<Check> each(Finding finding, Check.State failed) {
        return Stream.of(SparkVersion.values())
                .map(version -> check(version, finding, failed))
                .toList();
    }

    private static Check check(SparkVersion version, Finding finding, Check.State failed) {
        String name = version.words();
        try {
            return finding.of(version)
                    .map(found -> Check.ok(name, found.jar().toString()))
                    .orElseGet(() -> Check.ok(
                            name, "not made yet; the first job that needs it makes it, or 'sleeper doctor --prepare'"));
        } catch (IOException e) {
            return new Check(name, failed, e.getMessage(), "Mend what it says, and run 'sleeper doctor --prepare'.");
        }
    }
}
