package sleeper.aws.dynamodb;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.aws.dynamodb.FaultyClient.Place;
import sleeper.aws.sim.LosingToItself;
import sleeper.aws.sim.Schedules;
import sleeper.testkit.sim.Service;

/** The simulator's schedules, with the drivers of DynamoDB before a model of it that loses, delays and refuses requests. */
class DynamoSimulatorTest {
    private static Service right() {
        return new DynamoModel(UnaryOperator.identity(), UnaryOperator.identity());
    }

    @Test
    void shouldKeepEveryPromiseInEverySchedule() {
        Schedules.assertNothingFound(DynamoSimulatorTest::right);
    }

    /**
     * What is not here does no harm: a log that takes a condition that failed for a failure, or a conflict for a condition that failed,
     * says of its append that nothing was changed, and nothing was.
     */
    @ParameterizedTest
    @CsvSource({
        "PUT_REPEATED,          SLOTS,   50",
        "PUT_REPEATED,          OBJECTS, 50",
        "DELETE_REPEATED,       OBJECTS, 50",
        "CONDITION_AS_FAILURE,  OBJECTS, 50",
        "CONFLICT_AS_CONDITION, OBJECTS, 50",
        "CONDITION_LEFT_OUT,    SLOTS,   100",
        "CONDITION_LEFT_OUT,    OBJECTS, 50",
        "CONDITION_LEFT_OUT,    LIST,    100",
        "GET_STALE,             SLOTS,   50",
        "GET_STALE,             OBJECTS, 50",
        "QUERY_STALE,           SLOTS,   50",
        "QUERY_STALE,           OBJECTS, 50",
        "BATCH_STALE,           OBJECTS, 100",
        "SLOT_DELETED,          SLOTS,   50",
    })
    void shouldFindWhatAClientMustNotDo(DynamoFault fault, Place place, int seeds) {
        Schedules.assertFound(
                () -> new DynamoModel(client -> new FaultyClient(client, fault, place), UnaryOperator.identity()),
                DynamoSimulatorTest::right,
                seeds);
    }

    @Test
    void shouldFindADriverThatTakesItsOwnEarlierTryForAnothers() {
        Schedules.assertFound(
                () -> new DynamoModel(UnaryOperator.identity(), LosingToItself::new), DynamoSimulatorTest::right, 100);
    }
}
