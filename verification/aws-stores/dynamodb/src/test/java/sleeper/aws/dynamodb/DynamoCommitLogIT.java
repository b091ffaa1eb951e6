package sleeper.aws.dynamodb;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import sleeper.statestore.log.CommitLog;
import sleeper.testkit.log.CommitLogContract;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoCommitLogIT extends CommitLogContract {
    private static LocalDynamo service;
    private String table;

    @BeforeAll
    static void startService() throws Exception {
        service = new LocalDynamo();
    }

    @AfterAll
    static void stopService() throws Exception {
        service.stop();
    }

    @Override
    protected CommitLog newLog() {
        table = service.newTable("log", "slot", ScalarAttributeType.N);
        return sameLog();
    }

    @Override
    protected CommitLog sameLog() {
        return new DynamoCommitLog(service.client(), table, "orders", LocalDynamo.surroundings());
    }
}
