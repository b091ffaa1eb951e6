package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sleeper.core.error.InvalidRequestException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

class DynamoProbeIT {
    private static LocalDynamo service;

    @BeforeAll
    static void startService() throws Exception {
        service = new LocalDynamo();
    }

    @AfterAll
    static void stopService() throws Exception {
        service.stop();
    }

    private static DynamoProbe probe(DynamoDbClient client) {
        return new DynamoProbe(client, LocalDynamo.surroundings());
    }

    @Test
    void shouldAcceptATableAgainAndAgainAndLeaveNothingThatIsListed() {
        // Given
        String log = service.newTable("log", "slot", ScalarAttributeType.N);
        String objects = service.newTable("folder", "name", ScalarAttributeType.S);
        // When
        for (int i = 0; i < 2; i++) {
            probe(service.client()).checkLog(log);
            probe(service.client()).checkObjects(objects);
        }
        // Then
        assertThat(new DynamoObjectStore(service.client(), objects, LocalDynamo.surroundings()).list(""))
                .isEmpty();
    }

    @Test
    void shouldRefuseATableThatIsNotThere() {
        assertThatThrownBy(() -> probe(service.client()).checkLog("absent"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("table absent: found no such table");
    }

    @Test
    void shouldRefuseATableWithOtherKeys() {
        // Given
        String table = service.newTable("log", "slot", ScalarAttributeType.S);
        // When / Then
        assertThatThrownBy(() -> probe(service.client()).checkLog(table))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("found the keys log (S, HASH), slot (S, RANGE)")
                .hasMessageContaining("allowed: the keys log (S, HASH), slot (N, RANGE)");
    }

    @Test
    void shouldRefuseAServiceThatIgnoresTheCondition() {
        // Given
        String table = service.newTable("log", "slot", ScalarAttributeType.N);
        DynamoDbClient careless = ignoringConditions(service.client());
        // When / Then
        assertThatThrownBy(() -> probe(careless).checkLog(table))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("although its condition did not hold");
    }

    private static DynamoDbClient ignoringConditions(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                DynamoDbClient.class.getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (self, method, given) -> {
                    Object[] passed = given;
                    if (given != null && given[0] instanceof PutItemRequest put) {
                        passed = new Object[] {
                            put.toBuilder()
                                    .conditionExpression(null)
                                    .expressionAttributeNames(null)
                                    .build()
                        };
                    }
                    try {
                        return method.invoke(client, passed);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
