package sleeper.local.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.aws.AwsInstance;
import sleeper.aws.AwsInstanceProvider;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsService;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.PropertyFile;
import sleeper.statestore.file.WholeFile;
import sleeper.statestore.util.Surroundings;

/**
 * Where the stores of a home are to be. What a home has once it keeps: other stores would be empty, and a job that is sent again would be
 * loaded twice.
 *
 * @param words       {@code file}, {@code s3}, or {@code s3,dynamodb}: where files lie, and then where logs and small records lie, if
 *                    that is elsewhere
 * @param environment names instance, region and servers. What it does not name is as the home has it already; an instance that nobody
 *                    names is {@code local}. Other variables, and blank ones, are left out
 */
public record StoresChoice(String words, Map<String, String> environment) {
    private static final String FILE = "file";

    /** The variables that count. */
    private static final Set<String> NAMES = Stream.concat(
                    Stream.of(AwsInstanceProvider.ID_VARIABLE, "AWS_REGION", "AWS_DEFAULT_REGION"),
                    AwsService.endpointVariables().stream())
            .collect(Collectors.toUnmodifiableSet());

    /** By the words of a choice, the driver of the commit log. */
    private static final Map<String, String> DRIVERS = Map.of("s3", "s3", "s3,dynamodb", "dynamodb");

    public StoresChoice {
        Objects.requireNonNull(words, "words");
        // No more than it needs: the environment of a process has secrets, and a record shows what it has.
        environment = set(environment, NAMES::contains);
    }

    /**
     * Makes the stores, if the home has none yet and they lie on servers of one's own, and notes them in the home. Stores that it has
     * are made never again: where they are not found, they are lost or elsewhere. For who holds the home's lock.
     *
     * @throws InvalidRequestException if the words are none of these, the home has its data elsewhere already, or the stores are not
     *                                 there
     */
    public void keepIn(LocalHome home, Surroundings surroundings) {
        Optional<Map<String, String>> before = HomeStores.variables(home);
        String chosen = words.replace(" ", "");
        if (chosen.equals(FILE)) {
            expect(
                    before.isEmpty(),
                    "",
                    "an instance on AWS, " + before.map(StoresChoice::id).orElse(""),
                    home);
            return;
        }
        String driver = Optional.ofNullable(DRIVERS.get(chosen))
                .orElseThrow(() ->
                        refused(words, "file, s3, or s3,dynamodb", "Choose one of them; 's3' keeps logs in S3, too."));
        boolean hasFiles = Files.exists(home.jobs()) || Files.exists(home.buckets());
        expect(before.isPresent() || !hasFiles, "", "tables and jobs in files", home);
        AwsPlace place = AwsPlace.of(named(before.orElse(Map.of()))).orElseThrow();
        String ownId = before.map(StoresChoice::id).orElse(place.id());
        expect(place.id().equals(ownId), " for the instance " + place.id(), "the instance " + ownId, home);
        AwsInstance instance = AwsInstance.open(place, surroundings);
        if (before.isPresent()) {
            instance.expect(driver);
        } else {
            instance.make(driver);
        }
        note(home, place);
    }

    /** @return the variables of some names that are not blank */
    private static Map<String, String> set(Map<String, String> variables, Predicate<String> names) {
        return variables.entrySet().stream()
                .filter(variable ->
                        names.test(variable.getKey()) && !variable.getValue().isBlank())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String id(Map<String, String> variables) {
        return variables.get(AwsInstanceProvider.ID_VARIABLE);
    }

    /** Servers are named together: of two that were, one that is named now does not leave the other. */
    private Map<String, String> named(Map<String, String> before) {
        Map<String, String> named = new HashMap<>();
        named.put(
                AwsInstanceProvider.ID_VARIABLE,
                InstanceSettings.ID.defaultValue().orElseThrow());
        named.putAll(before);
        if (AwsService.endpointVariables().stream().anyMatch(environment::containsKey)) {
            AwsService.endpointVariables().forEach(named::remove);
        }
        named.putAll(environment);
        return named;
    }

    private static void note(LocalHome home, AwsPlace place) {
        Map<String, String> set = set(place.variables(), name -> true);
        String file = home.storesFile().toString();
        WholeFile.replace(home.storesFile(), PropertyFile.write(file, set).getBytes(StandardCharsets.UTF_8));
    }

    private void expect(boolean fits, String more, String found, LocalHome home) {
        if (!fits) {
            throw refused(
                    words + more,
                    "what the home " + home.path() + " has: " + found,
                    "Leave --stores out, or set SLEEPER_HOME to an empty folder.");
        }
    }

    private static InvalidRequestException refused(String words, String allowed, String action) {
        return new InvalidRequestException(
                "The services were not started.",
                List.of(new Fault(ErrorCode.VALUE_OUT_OF_RANGE, "--stores", words, allowed, action)));
    }
}
