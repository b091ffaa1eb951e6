package sleeper.cli.doctor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import sleeper.local.s3.BuiltS3Parts;
import sleeper.statestore.instance.Check;

/** Whether the server of buckets by S3 is there, which {@code local} has made when a client first connects. */
final class S3Check {
    private static final String NAME = "S3 server";

    private final Consumer<String> told;

    /** @param told is given a line about each thing that takes long */
    S3Check(Consumer<String> told) {
        this.told = told;
    }

    /** Looks and makes nothing. */
    Check look() {
        // Most commands need none of it.
        return check(() -> BuiltS3Parts.ofThisProject(told).find(), Check.State.WARNING);
    }

    /** Makes it if it is not there. */
    Check prepare() {
        return check(() -> Optional.of(BuiltS3Parts.ofThisProject(told).jars()), Check.State.PROBLEM);
    }

    /** Finds the server's jars. */
    @FunctionalInterface
    private interface Finding {
        Optional<List<Path>> jars() throws IOException;
    }

    private static Check check(Finding finding, Check.State failed) {
        try {
            return finding.jars()
                    .map(jars -> Check.ok(NAME, jars.get(0).getParent().toString()))
                    .orElseGet(
                            () -> Check.ok(
                                    NAME,
                                    "not made yet; the first client of 'sleeper local' has it made, or 'sleeper doctor --prepare'"));
        } catch (IOException e) {
            return new Check(NAME, failed, e.getMessage(), "Mend what it says, and run 'sleeper doctor --prepare'.");
        }
    }
}
