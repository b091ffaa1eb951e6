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

    @ParameterizedTest
    @CsvSource({
        "PUT_REPEATED,          SLOTS,   300",
        "PUT_REPEATED,          OBJECTS, 300",
        "DELETE_REPEATED,       OBJECTS, 300",
        "CONDITION_AS_FAILURE,  OBJECTS, 300",
        "CONFLICT_AS_CONDITION, OBJECTS, 300",
        "CONDITION_LEFT_OUT,    SLOTS,   300",
        "CONDITION_LEFT_OUT,    OBJECTS, 300",
        "CONDITION_LEFT_OUT,    LIST,    300",
        "GET_STALE,             SLOTS,   300",
        "GET_STALE,             OBJECTS, 300",
        "QUERY_STALE,           SLOTS,   300",
        "QUERY_STALE,           OBJECTS, 300",
        "BATCH_STALE,           OBJECTS, 300",
        "SLOT_DELETED,          SLOTS,   300",
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
                () -> new DynamoModel(UnaryOperator.identity(), LosingToItself::new), DynamoSimulatorTest::right, 2000);
    }
}
