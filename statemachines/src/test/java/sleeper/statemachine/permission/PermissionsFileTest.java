package sleeper.statemachine.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each row breaks one rule in a file that keeps all, and the refusal names it. */
class PermissionsFileTest {
    private static final String GOOD = """
            {
              "sources": { "guide": "The guide, 'A section'" },
              "names": { "AwsPartition": { "meaning": "partition" } },
              "sets": { "shared": { "grants": [ %s ] } },
              "tasks": { "arn:${AwsPartition}:states:::eks:call": { "none": "not needed", "grants": [] } },
              "roles": { "one": { "meaning": "somebody", "sets": ["shared"], "grants": [] } }
            }
            """.formatted("""
            { "sid": "Read", "actions": ["s3:GetObject"], "resources": ["arn:${AwsPartition}:s3:::b/*"], "source": "guide" }
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/sets/shared/grants/0 | actions | [\"s3:Get*\"] | the action 's3:Get*' is not of the form service:Action",
                "/sets/shared/grants/0 | actions | [] | it has no actions or no resources",
                "/sets/shared/grants/0 | sid | \"Read it\" | a sid has letters and digits only",
                "/sets/shared/grants/0 | sid | \"\" | a grant without a sid",
                "/sets/shared/grants/0 | resources | [\"*\"] | the resource '*' needs a reason, as wildcard",
                "/sets/shared/grants/0 | resources | [\"arn:${AwsPartition}:ecr:*:*:x\"] | needs a reason, as wildcard",
                "/sets/shared/grants/0 | resources | [\"arn:aws:s3:::b\"] | neither * nor an ARN of ${AwsPartition}",
                "/sets/shared/grants/0 | resources | [\"arn:${AwsPartition}:s3:::${B}\"] | the name ${B} is not among names",
                "/sets/shared/grants/0 | resources | [\"@FunctionName\"] | only a Task's grant may name a parameter",
                "/sets/shared/grants/0 | actions | [\"iam:PassRole\"] | iam:PassRole needs the condition iam:PassedToService",
                "/sets/shared/grants/0 | actions | [\"iam:PassRole\"] | iam:PassRole is for named roles alone",
                "/sets/shared/grants/0 | source | \"page\" | the source 'page' is not among sources",
                "/sets/shared/grants/0 | driver | \"oracle\" | the driver 'oracle' is none of [dynamodb, s3]",
                "/sets/shared/grants/0 | stacks | [\"IngestStak\"] | the stack 'IngestStak' is none of",
                "/sets/shared/grants/0 | recource | \"x\" | unknown keys [recource]; allowed are",
                "/roles/one | sets | [\"shard\"] | role one names the set 'shard'; there is shared",
                "/roles/one | sets | [] | no role names the set 'shared'",
                "/roles/one | machine | \"ingest\" | role one is of the machine 'ingest', which has no file",
                "/roles/one | stacks | [\"Stack\"] | role one: the stack 'Stack' is none of",
                "/names | Unused | {\"meaning\":\"x\"} | no grant holds the name ${Unused}",
                "/sources | unused | \"x\" | no grant names the source 'unused'",
                "/tasks/arn:${AwsPartition}:states:::eks:call | none | \"\" | it has grants, or says in 'none' why",
            })
    void shouldRefuseAFileThatBreaksARule(String where, String key, String value, String said)
            throws JsonProcessingException {
        // Given
        JsonMapper json = new JsonMapper();
        ObjectNode file = (ObjectNode) json.readTree(GOOD);
        ((ObjectNode) file.at(where)).set(key, json.readTree(value));
        // When / Then
        assertThatThrownBy(() -> PermissionsFile.read(file.toString()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("permissions.json breaks rules:\n- ")
                .hasMessageContaining(said);
    }

    @Test
    void shouldTakeAFileThatKeepsAllRules() {
        assertThat(PermissionsFile.read(GOOD).role("one").grants())
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.sid()).isEqualTo("Read");
                    assertThat(grant.actions()).containsExactly("s3:GetObject");
                });
    }
}
