package sleeper.statestore.instance;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import sleeper.core.platform.JobQueue;
import sleeper.statestore.util.Surroundings;

/**
 * Port: an instance as commands, a console and other clients use it, wherever it is. Opening one reads nothing, writes nothing and
 * starts nothing; what a part costs is paid when it is used. Safe for use by many threads.
 */
public interface Instance {
    /** @return where the instance is, for people, such as {@code the home /home/a/.sleeper} */
    String place();

    /** @return files, tables and jobs */
    OwnedStores stores();

    /** @return the path of the folder whose folders are the buckets; empty if they are not on this machine */
    Optional<String> folderOfBuckets();

    PropertyStore properties();

    /** @return what executions did */
    ExecutionStories stories();

    /** @return executions of all machines, those of jobs among them */
    ExecutionBook executionBook();

    /** @return where other engines look for the views of tables; {@link ViewCatalog#NONE} where the instance has no such place */
    ViewCatalog viewCatalog();

    /** @return what is known of the place where runs work */
    RunSite site();

    /**
     * Makes the place ready to be written. To be called before the first write to {@link #stores} by whoever opened no services.
     *
     * @throws UnreachableException if it cannot be written
     */
    void prepare();

    /** @return whether services run that take what is sent */
    boolean isServed();

    /**
     * Joins the queues of the services that run, or else opens the queues alone: a message then waits until services run.
     * Where they can be open once only, it waits a few seconds for others who have them open.
     *
     * @throws UnreachableException if the place cannot be written, its owner does not say where the queues are, or others have them open
     *                              for longer
     */
    OpenQueues openQueues();

    /**
     * Looks how many messages wait, as {@link JobQueues#waiting}. Makes nothing where there is nothing.
     *
     * @throws UnreachableException if nobody can say
     */
    Map<JobQueue, Long> waitingMessages();

    /**
     * Joins the services that run, or else runs them until they are closed.
     *
     * @throws UnreachableException if the place cannot be written, or its owner does not say where the services are
     */
    Services openServices();

    /**
     * Looks whether the place and what the instance consists of are as commands need them, as far as the place itself knows; what lies
     * in the instance is for the caller to look at. Writes nothing.
     *
     * @return a check for each thing, also where nobody answers; none if there is nothing that this kind of instance can look at
     */
    List<Check> checks();

    /** Knows where the instances of one kind lie; {@link ServiceLoader} finds it. */
    interface Provider {
        /**
         * @param environment the variables that name an instance
         * @return the instance that they name; empty if they name none of this kind
         */
        Optional<Instance> open(Map<String, String> environment, Surroundings surroundings);
    }

    /** @return the instance that the variables name; empty if they name none that a provider here knows */
    static Optional<Instance> open(Map<String, String> environment, Surroundings surroundings) {
        return ServiceLoader.load(Provider.class).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(provider -> provider.open(environment, surroundings).stream())
                .findFirst();
    }
}
