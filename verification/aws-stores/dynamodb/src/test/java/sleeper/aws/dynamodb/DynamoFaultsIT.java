package sleeper.aws.dynamodb;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import sleeper.faults.Fault;
import sleeper.faults.FaultMatrix;
import sleeper.faults.FaultPage;
import sleeper.faults.FaultsContract;
import sleeper.faults.Impossible;
import sleeper.faults.LogPlays;
import sleeper.faults.ObjectPlays;
import sleeper.faults.Outcome;
import sleeper.faults.Place;
import sleeper.faults.Play;
import sleeper.faults.Scenario;
import sleeper.faults.Service;
import sleeper.statestore.log.CommitLog;
import sleeper.statestore.object.ObjectStore;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Each fault at each request of the drivers of DynamoDB; {@code -Dpages.write} writes the page of what came of it. */
class DynamoFaultsIT extends FaultsContract {
    private static final FaultPage PAGE = new FaultPage(
            "docs/reference/dynamodb-faults.md",
            "DynamoDB",
            "DynamoDB Local",
            "sleeper.aws.dynamodb.DynamoFaultsIT",
            "mvn -pl verification/aws-stores/dynamodb -am verify -Dpages.write");

    private static final Set<Fault> LATE = EnumSet.of(Fault.LANDS_AFTER_REPEAT, Fault.LANDS_AFTER_ANOTHER);
    private static final List<Impossible> IMPOSSIBLE = List.of(
            new Impossible(
                    LATE,
                    Set.of("GetItem", "BatchGetItem", "Query", "DescribeTable"),
                    "A read changes nothing, whenever it comes."),
            new Impossible(
                    EnumSet.of(Fault.LANDS_AFTER_ANOTHER),
                    Set.of("DynamoObjectStore.deleteOnce"),
                    "A delete has no condition: what is deleted has the name of one attempt, request or generation, and is not put again."),
            new Impossible(
                    EnumSet.of(Fault.LANDS_AFTER_ANOTHER),
                    Set.of("DynamoProbe.checkCondition"),
                    "All probes write the same item, and none is read."));

    private static FaultyDynamo faulty;
    private static FaultMatrix matrix;

    DynamoFaultsIT() {
        super(matrix, faulty.proxy(), "sleeper.aws.dynamodb", PAGE);
    }

    @BeforeAll
    static void playAll() throws Exception {
        faulty = new FaultyDynamo(new LocalDynamo());
        matrix = new FaultMatrix(Service.DYNAMODB, faulty.proxy(), faulty.sites(), IMPOSSIBLE);
        List<Play> plays = new ArrayList<>(LogPlays.of(logs()));
        plays.addAll(ObjectPlays.of(DynamoFaultsIT::objects));
        plays.add(new Play("probe of a table for logs", impatient -> new Probe(impatient)));
        matrix.play(plays);
    }

    @AfterAll
    static void stop() throws Exception {
        faulty.close();
        faulty.server().stop();
    }

    private static Place.Places<CommitLog> logs() {
        String table = faulty.server().newTable("log", "slot", ScalarAttributeType.N);
        int[] logs = {0};
        return impatient -> {
            String log = "log" + ++logs[0];
            return new Place<>(
                    new DynamoCommitLog(faulty.client(impatient), table, log, LocalDynamo.surroundings()),
                    new DynamoCommitLog(faulty.server().client(), table, log, LocalDynamo.surroundings()),
                    "table " + table);
        };
    }

    private static Place<ObjectStore> objects(boolean impatient) {
        String table = faulty.server().newTable("folder", "name", ScalarAttributeType.S);
        return new Place<>(
                new DynamoObjectStore(faulty.client(impatient), table, LocalDynamo.surroundings()),
                new DynamoObjectStore(faulty.server().client(), table, LocalDynamo.surroundings()),
                "table " + table);
    }

    private static final class Probe implements Scenario {
        private final String table = faulty.server().newTable("log", "slot", ScalarAttributeType.N);
        private final boolean impatient;

        Probe(boolean impatient) {
            this.impatient = impatient;
        }

        @Override
        public Outcome act() {
            new DynamoProbe(faulty.client(impatient), LocalDynamo.surroundings()).checkLog(table);
            return Outcome.DONE;
        }

        @Override
        public String truth() {
            return "a table for logs";
        }

        @Override
        public String place() {
            return "table " + table;
        }
    }
}
