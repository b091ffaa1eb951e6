package sleeper.local.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsInstanceProvider;
import sleeper.aws.AwsPlace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyFile;
import sleeper.statestore.file.WholeFile;
import sleeper.statestore.instance.FileInstance;
import sleeper.statestore.instance.HomeFolder;
import sleeper.statestore.instance.OwnedStores;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;

/**
 * Where files, logs and job store of a home lie: in the home itself, or, once that was chosen, on S3 and DynamoDB or servers that stand
 * in for them. The choice is kept in the home, so that each command finds the same stores; queues, executions and mails stay in the
 * home in any case.
 */
public final class HomeStores {
    private static final String FILE = "file";
    private static final String NOT_STARTED = "The services were not started.";

    /** By the words of a choice, the driver of the commit log. */
    private static final Map<String, String> DRIVERS = Map.of("s3", "s3", "s3,dynamodb", "dynamodb");

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
        Map<String, String> variables = variables(home);
        if (variables.isEmpty()) {
            return Optional.empty();
        }
        AwsPlace place = AwsPlace.of(variables)
                .orElseThrow(() -> new InvalidRequestException(
                        "The home was not opened.",
                        List.of(new Fault(
                                ErrorCode.MISSING_FIELD,
                                home.storesFile().toString(),
                                "no " + AwsInstanceProvider.ID_VARIABLE,
                                "the variables that name an instance on AWS",
                                "Put the line back: without it nobody knows where the tables are."))));
        return Optional.of(AwsInstance.open(place, surroundings));
    }

    /** @return those that the home's note has; none if there is no note, since the stores are in the home then */
    private static Map<String, String> variables(LocalHome home) {
        try {
            byte[] bytes = Files.readAllBytes(home.storesFile());
            return PropertyFile.read(home.storesFile().toString(), new String(bytes, StandardCharsets.UTF_8));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException e) {
            throw new UncheckedIOException(home.storesFile() + " could not be read", e);
        }
    }

    /** @return the folder whose folders are the buckets; empty if they are not in the home */
    public static Optional<Path> buckets(LocalHome home) {
        return variables(home).isEmpty() ? Optional.of(home.buckets()) : Optional.empty();
    }

    /** @return where the buckets of a home are, for people */
    static String placeOfBuckets(LocalHome home) {
        Map<String, String> variables = variables(home);
        return variables.isEmpty()
                ? home.buckets().toString()
                : "s3://sleeper-" + variables.get(AwsInstanceProvider.ID_VARIABLE) + "-*";
    }

    /**
     * Chooses the stores of a home, makes them if they are not there, and notes them in the home.
     *
     * @param words       {@code file}, {@code s3}, or {@code s3,dynamodb}: where files lie, and then where logs and small records lie,
     *                    if that is elsewhere
     * @param environment names instance, region and endpoints; where no instance is named it is {@code local}
     * @throws InvalidRequestException if the words are none of these, or the home has its data elsewhere already
     */
    public static void choose(
            LocalHome home, String words, Map<String, String> environment, Surroundings surroundings) {
        Map<String, String> before = variables(home);
        String chosen = String.join(",", words.replace(" ", "").split(",", -1));
        if (chosen.equals(FILE)) {
            expect(before.isEmpty(), words, "an instance on " + wordsOf(before), home);
            return;
        }
        String driver = Optional.ofNullable(DRIVERS.get(chosen))
                .orElseThrow(() ->
                        refused(words, "file, s3, or s3,dynamodb", "Choose one of them; 's3' keeps logs in S3, too."));
        expect(
                !before.isEmpty() || !(Files.exists(home.jobs()) || Files.exists(home.buckets())),
                words,
                "tables and jobs in files",
                home);
        AwsPlace place = AwsPlace.of(withId(environment, before)).orElseThrow();
        expect(
                before.isEmpty() || place.id().equals(before.get(AwsInstanceProvider.ID_VARIABLE)),
                words + " for the instance " + place.id(),
                "the instance " + before.get(AwsInstanceProvider.ID_VARIABLE),
                home);
        AwsInstance.open(place, surroundings).make(driver);
        note(home, place);
    }

    private static Map<String, String> withId(Map<String, String> environment, Map<String, String> before) {
        Map<String, String> named = new HashMap<>(environment);
        if (named.getOrDefault(AwsInstanceProvider.ID_VARIABLE, "").isBlank()) {
            named.put(
                    AwsInstanceProvider.ID_VARIABLE,
                    before.getOrDefault(
                            AwsInstanceProvider.ID_VARIABLE,
                            InstanceSettings.ID.defaultValue().orElseThrow()));
        }
        return named;
    }

    private static void note(LocalHome home, AwsPlace place) {
        String file = home.storesFile().toString();
        WholeFile.replace(
                home.storesFile(), PropertyFile.write(file, place.variables()).getBytes(StandardCharsets.UTF_8));
    }

    private static String wordsOf(Map<String, String> variables) {
        return "AWS, " + variables.get(AwsInstanceProvider.ID_VARIABLE);
    }

    private static void expect(boolean fits, String words, String found, LocalHome home) {
        if (!fits) {
            throw refused(
                    words,
                    "what the home " + home.path() + " has: " + found,
                    "Leave --stores out, or set SLEEPER_HOME to an empty folder.");
        }
    }

    private static InvalidRequestException refused(String words, String allowed, String action) {
        return new InvalidRequestException(
                NOT_STARTED, List.of(new Fault(ErrorCode.VALUE_OUT_OF_RANGE, "--stores", words, allowed, action)));
    }
}
