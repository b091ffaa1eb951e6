package sleeper.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsInstanceProvider;
import sleeper.aws.AwsPlace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.PropertyFile;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.HomeFolder;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;

/**
 * Where files, logs and job store of a home lie: in the home itself, or, once that was chosen, on S3 and DynamoDB or servers that stand
 * in for them ({@link StoresChoice}). The choice is kept in the home, so that each command finds the same stores; queues, executions and
 * mails stay in the home in any case.
 */
public final class HomeStores {
    private HomeStores() {}

    /**
     * Opens the stores of a home; on AWS nothing is sent yet.
     *
     * @throws UnreachableException    if there can be no such home
     * @throws InvalidRequestException if the home's own note of where they are is damaged
     */
    public static OwnedStores open(LocalHome home, Surroundings surroundings) {
        HomeFolder.expectPossible(home.path());
        return place(home, surroundings)
                .<OwnedStores>map(aws -> new EmbeddedStores(aws))
                .orElseGet(() -> FileInstance.open(home.path(), surroundings));
    }

    private static Optional<AwsInstance> place(LocalHome home, Surroundings surroundings) {
        return variables(home).flatMap(AwsPlace::of).map(place -> AwsInstance.open(place, surroundings));
    }

    /** @return those that the home's note has; empty if there is no note, since the stores are in the home then */
    static Optional<Map<String, String>> variables(LocalHome home) {
        String file = home.storesFile().toString();
        Map<String, String> variables;
        try {
            byte[] bytes = Files.readAllBytes(home.storesFile());
            variables = PropertyFile.read(file, new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " could not be read", e);
        }
        if (variables.getOrDefault(AwsInstanceProvider.ID_VARIABLE, "").isBlank()) {
            throw new InvalidRequestException(
                    "The home was not opened.",
                    List.of(new Fault(
                            ErrorCode.MISSING_FIELD,
                            file,
                            "no " + AwsInstanceProvider.ID_VARIABLE,
                            "the variables that name an instance on AWS",
                            "Put the line back: without it nobody knows where the tables are.")));
        }
        return Optional.of(variables);
    }

    /** @return the folder whose folders are the buckets; empty if they are not in the home */
    public static Optional<Path> buckets(LocalHome home) {
        return variables(home).isPresent() ? Optional.empty() : Optional.of(home.buckets());
    }

    /** @return where the buckets of a home are, for people */
    static String placeOfBuckets(LocalHome home) {
        return variables(home)
                .map(variables -> "s3://sleeper-" + variables.get(AwsInstanceProvider.ID_VARIABLE) + "-*")
                .orElseGet(() -> home.buckets().toString());
    }
}
