package sleeper.statestore.instance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.file.FileStore;
import sleeper.core.table.TableName;
import sleeper.statestore.job.JobStore;
import sleeper.statestore.table.TableStore;
import sleeper.statestore.util.Surroundings;

/** What handlers, tasks and commands find an instance's data through. Safe for use by many threads. */
public interface InstanceStores {
    /** @return all buckets: those of input files and that of the tables */
    FileStore files();

    /** @return names of the buckets that hold what is the instance's own: jobs may not read from them */
    Set<String> ownBuckets();

    /** @return the path of the folder whose folders are the buckets; empty if they are not on this machine */
    Optional<String> folderOfBuckets();

    TableStore tables();

    JobStore jobs();

    /**
     * @return the instance's properties as its operator wrote them, by name, remarks left out; empty if there are none
     * @throws sleeper.core.error.InvalidRequestException if what the operator wrote is no set of properties
     */
    Map<String, String> instanceProperties();

    /** @return what holds on instances of this kind where the operator wrote nothing, in place of the catalogue's defaults; by name */
    Map<String, String> defaultProperties();

    /** As {@link #instanceProperties}, for a table's. */
    Map<String, String> tableProperties(TableName table);

    /** Knows where the instances of one kind lie; {@link ServiceLoader} finds it. */
    interface Provider {
        /** @return the environment variable that says whether an instance of this kind is named, and which */
        String variable();

        /** @return the environment variables that name an instance of this kind, for people */
        String variables();

        /**
         * @param environment the variables of the process; a blank one counts as not set
         * @return the instance that they name; empty if they name none of this kind
         */
        Optional<InstanceStores> open(Map<String, String> environment, Surroundings surroundings);
    }

    /**
     * @return the instance that the variables of a process name; empty if they name none that a provider here knows
     * @throws InvalidRequestException if they name more than one: which is meant cannot be known
     */
    static Optional<InstanceStores> open(Map<String, String> environment, Surroundings surroundings) {
        List<Provider> named = providers()
                .filter(provider ->
                        !environment.getOrDefault(provider.variable(), "").isBlank())
                .toList();
        if (named.size() > 1) {
            String found = named.stream()
                    .map(provider -> provider.variable() + "=" + environment.get(provider.variable()))
                    .sorted()
                    .collect(Collectors.joining(" and "));
            throw new InvalidRequestException(
                    "No instance was opened.",
                    List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            "the environment",
                            found,
                            "one of them",
                            "Unset the other: two instances are named, and which is meant cannot be known.")));
        }
        return named.stream()
                .flatMap(provider -> provider.open(environment, surroundings).stream())
                .findFirst();
    }

    /** @return the variables that may name an instance here, for people */
    static String variables() {
        return providers().map(Provider::variables).collect(Collectors.joining(", or "));
    }

    /**
     * @param own name an instance
     * @return the same, and those of other kinds blank, so that a process that inherits some is not led to another instance
     */
    static Map<String, String> alone(Map<String, String> own) {
        Map<String, String> alone = new HashMap<>();
        providers().forEach(provider -> alone.put(provider.variable(), ""));
        alone.putAll(own);
        return alone;
    }

    private static Stream<Provider> providers() {
        return ServiceLoader.load(Provider.class).stream().map(ServiceLoader.Provider::get);
    }
}
