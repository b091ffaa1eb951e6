package sleeper.aws.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import sleeper.aws.request.InFlight;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.util.Surroundings;
import sleeper.testkit.sim.Books;
import sleeper.testkit.sim.Service;
import sleeper.testkit.sim.Wire;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** DynamoDB with the drivers before it: one table for the log, and one for each store of objects. */
final class DynamoModel implements Service {
    /** Name of the table that has the log. */
    static final String SLOTS = "slots";

    private final ItemTable slots = new ItemTable("log", "slot");
    private final Map<String, ItemTable> stores = new HashMap<>();
    private final UnaryOperator<DynamoDbClient> client;
    private final UnaryOperator<CommitLog> log;

    /**
     * @param client what the drivers have for a client that does all right
     * @param log    what the table has for a log that does all right
     */
    DynamoModel(UnaryOperator<DynamoDbClient> client, UnaryOperator<CommitLog> log) {
        this.client = client;
        this.log = log;
    }

    @Override
    public CommitLog log(Wire wire, Books.OfLog books, Surroundings surroundings) {
        DynamoDbClient own = client.apply(new ModelClient(slots, wire, new ItemBooks.OfSlots(books)));
        return log.apply(new DynamoCommitLog(own, SLOTS, "t", new InFlight(Runnable::run), surroundings));
    }

    @Override
    public ObjectStore objects(String store, Wire wire, Books.OfObjects books, Surroundings surroundings) {
        ItemTable table = stores.computeIfAbsent(store, name -> new ItemTable("folder", "name"));
        DynamoDbClient own = client.apply(new ModelClient(table, wire, new ItemBooks.OfStore(books)));
        return new DynamoObjectStore(own, store, surroundings);
    }
}
