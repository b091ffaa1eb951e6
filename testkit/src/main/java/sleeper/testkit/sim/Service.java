package sleeper.testkit.sim;

import java.util.Optional;
import sleeper.core.file.FileStore;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.util.Surroundings;

/**
 * A model of a service, with a product's own drivers before it, for a schedule to run on in place of stores in memory. Each schedule
 * has one of its own, and uses it by one thread. A driver's requests reach the model by a {@link Wire}, on which things go wrong;
 * what they change there the model enters in {@link Books}.
 */
public interface Service {
    /** A process's way to files, and to what is not one yet. */
    record Files(FileStore files, UnfinishedFiles unfinished) {}

    /** @return a process's way to the one log */
    CommitLog log(Wire wire, Books.OfLog books, Surroundings surroundings);

    /**
     * @param store which of the stores that the service has
     * @return a process's way to that store
     */
    ObjectStore objects(String store, Wire wire, Books.OfObjects books, Surroundings surroundings);

    /** @return a process's way to files; empty if the service has none, which are kept in memory then */
    default Optional<Files> files(Wire wire, Books.OfFiles books, Surroundings surroundings) {
        return Optional.empty();
    }
}
