package sleeper.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.util.Sha256;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What people are told where DynamoDB takes no request. */
class DynamoRefusalsTest {
    private final Surroundings surroundings =
            new Surroundings(() -> Instant.EPOCH, () -> "id", new Random(1), time -> {});

    /** Each request of the drivers, by the action that it needs and what it is for. */
    private Map<String, Runnable> requests(DynamoDbClient client) {
        DynamoCommitLog log = new DynamoCommitLog(client, "t", "orders", surroundings);
        DynamoObjectStore objects = new DynamoObjectStore(client, "t", surroundings);
        LogEntry entry = LogEntry.of(1, "ours", Sha256.ZERO, 0, new byte[] {'1'});
        Map<String, Runnable> requests = new LinkedHashMap<>();
        requests.put("dynamodb:PutItem table t, log orders, slot 1", () -> log.append(entry));
        requests.put("dynamodb:Query table t, log orders, slot 3", () -> log.read(3, 9));
        requests.put("dynamodb:GetItem table t, log orders, slot 1", () -> log.retire(1));
        requests.put("dynamodb:PutItem table t, object a/b", () -> objects.putIfAbsent("a/b", new byte[1]));
        requests.put("dynamodb:PutItem table t, object a/c", () -> objects.replace("a/c", new byte[0], new byte[1]));
        requests.put("dynamodb:GetItem table t, object a/b", () -> objects.get("a/b"));
        requests.put("dynamodb:BatchGetItem table t, object a/b", () -> objects.getAll(List.of("a/b", "a/c")));
        requests.put("dynamodb:Query table t, object a", () -> objects.list("a"));
        requests.put("dynamodb:Query table t, object b", () -> objects.children("b"));
        requests.put("dynamodb:DeleteItem table t, object a/b", () -> objects.delete("a/b"));
        requests.put("dynamodb:DescribeTable table t", () -> new DynamoProbe(client, surroundings).checkObjects("t"));
        return requests;
    }

    @Test
    void shouldNameTableAndActionThatAreDenied() {
        requests(new RefusingDynamo("AccessDeniedException")).forEach((name, request) -> {
            String action = name.substring(0, name.indexOf(' '));
            String where = name.substring(name.indexOf(' ') + 1);
            TransientFailureException failure = catchThrowableOfType(TransientFailureException.class, request::run);
            assertThat(failure.faults())
                    .as(name)
                    .containsExactly(new Fault(
                            ErrorCode.FILE_FORBIDDEN,
                            where,
                            action + " was answered by 400 AccessDeniedException",
                            "",
                            "Grant the role that this process runs as the action " + action + " on " + where + "."));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ResourceNotFoundException | there is no such table in the region: correct its name or set AWS_REGION, or create it",
                "ExpiredTokenException | the credentials have run out: renew them"
            })
    void shouldSayWhatToDo(String code, String advice) {
        Map<String, Runnable> requests = requests(new RefusingDynamo(code));
        requests.remove("dynamodb:DescribeTable table t");
        requests.forEach((name, request) -> assertThatThrownBy(request::run)
                .as(name)
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("table t, ")
                .hasMessageContaining("was answered by 400 " + code + "; " + advice));
    }

    @Test
    void shouldRefuseATableThatIsMissingAtTheStart() {
        DynamoProbe probe = new DynamoProbe(new RefusingDynamo("ResourceNotFoundException"), surroundings);

        assertThatThrownBy(() -> probe.checkLog("t"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("table t: found no such table")
                .hasMessageContaining("Create the table, correct its name, or set AWS_REGION to its region.");
    }
}
