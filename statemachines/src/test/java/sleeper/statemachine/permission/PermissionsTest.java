package sleeper.statemachine.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.platform.Platform;
import sleeper.statemachine.StateMachineFile;

class PermissionsTest {
    private static final Set<String> ROLES_OF_NO_FUNCTION = Set.of(
            "ingest-job",
            "reap-job",
            "maintain-table-machine",
            "ingest-task",
            "ingest-task-start",
            "emr-service",
            "emr-nodes",
            "emr-serverless-job",
            "eks-spark",
            "eks-pods",
            "eks-cluster",
            "rule",
            "schedule");

    private final Permissions permissions = Permissions.load();

    static Stream<String> roles() {
        return Permissions.load().roles().stream().map(RoleGrants::word);
    }

    static List<InstanceShape> shapes() {
        return Shapes.all();
    }

    @Test
    void shouldSayWhatEachTaskOfTheFilesNeedsAndNothingOfAnyOther() {
        Set<String> inFiles = StateMachineFile.all().stream()
                .flatMap(file -> TaskGrants.tasksIn(file.json()).stream())
                .map(task -> task.path("Resource").asText())
                .collect(Collectors.toSet());
        assertThat(permissions.tasks())
                .extracting(TaskPermissions::resource)
                .containsExactlyInAnyOrderElementsOf(inFiles);
    }

    @Test
    void shouldHaveTheRolesOfTheDesignBesideThoseOfTheFunctions() {
        assertThat(roles()).containsAll(ROLES_OF_NO_FUNCTION);
        assertThat(permissions.roles().stream().filter(role -> role.machine().isPresent()))
                .extracting(role -> role.machine().orElseThrow())
                .containsExactlyInAnyOrderElementsOf(StateMachineFile.all());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void shouldGiveEveryRoleOfEveryShapeAPolicyThatIsShortEnough(InstanceShape shape) {
        for (RoleGrants role : permissions.roles(shape)) {
            // When
            List<Statement> policy = permissions.policyOf(role.word(), shape);
            // Then
            assertThat(Statement.document(policy).toString().replaceAll("\\s", ""))
                    .as(role.word())
                    .hasSizeLessThanOrEqualTo(Permissions.MOST_POLICY_CHARACTERS);
            assertThat(policy)
                    .extracting(Statement::sid)
                    .as(role.word())
                    .isSorted()
                    .doesNotHaveDuplicates();
            assertThat(policy).allSatisfy(statement -> {
                assertThat(statement.actions()).isNotEmpty().isSorted();
                assertThat(statement.resources()).isNotEmpty().isSorted();
                assertThat(statement.toJson().toString()).doesNotContain("${");
            });
        }
    }

    @Test
    void shouldGrantAMachineWhatItsPreparedTasksNeedAndNothingOfPlatformsThatAreNotDeployed() {
        // Given
        InstanceShape standard = Shapes.of(Set.of(Platform.STANDARD), Shapes.DYNAMODB);
        InstanceShape none = Shapes.of(Set.of(), Shapes.DYNAMODB);
        // Then
        assertThat(actions("ingest-job", standard))
                .contains("ecs:RunTask")
                .noneMatch(action -> action.startsWith("elastic"));
        assertThat(actions("ingest-job", none))
                .contains("lambda:InvokeFunction")
                .doesNotContain("ecs:RunTask", "iam:PassRole");
    }

    @Test
    void shouldLetAMachineInvokeTheFunctionsThatItsTasksNameAndNoOthers() {
        InstanceShape shape = Shapes.whole(Shapes.S3);
        for (StateMachineFile file : StateMachineFile.all()) {
            Set<String> named = TaskGrants.tasksIn(file.json()).stream()
                    .map(task -> task.path("Parameters").path("FunctionName").asText())
                    .filter(text -> !text.isEmpty())
                    .map(text -> shape.substitutions().get(text.substring(2, text.length() - 1)))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(statement(roleOf(file), "InvokeFunctions", shape).resources())
                    .containsExactlyElementsOf(named);
        }
    }

    @Test
    void shouldLetMaintainTableStartItselfByItsComposedArn() {
        assertThat(statement("maintain-table-machine", "StartExecutions", Shapes.whole(Shapes.S3))
                        .resources())
                .containsExactly("arn:aws-us-gov:states:ap-southeast-2:123456789012:stateMachine:sleeper-" + Shapes.ID
                        + "-maintain-table");
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void shouldLetTheStarterTakeFromTheQueuesThatAreDeployed(Platform platform) {
        assertThat(statement("starter", "TakeMessages", Shapes.of(Set.of(platform), Shapes.S3))
                        .resources())
                .hasSize(2)
                .anyMatch(arn -> arn.endsWith("-AutoJobQ"));
    }

    @Test
    void shouldGrantNothingOfDynamoDbWhereTheLogsAreOnS3() {
        assertThat(permissions.roles())
                .allSatisfy(role -> assertThat(actions(role.word(), Shapes.whole(Shapes.S3)))
                        .noneMatch(action -> action.startsWith("dynamodb:")));
    }

    @Test
    void shouldLeaveOutWhatIsOptionalAndNotSetAndTakeEachValueOfAList() {
        // Given
        Map<String, String> values = Shapes.values();
        values.put("SourceBucketName", "one, two");
        InstanceShape two = new InstanceShape(Set.of("IngestStack"), Shapes.S3, values);
        values.remove("SourceBucketName");
        InstanceShape none = new InstanceShape(Set.of("IngestStack"), Shapes.S3, values);
        // Then
        assertThat(statement("ingest-task", "ListSources", two).resources())
                .containsExactly("arn:aws-us-gov:s3:::one", "arn:aws-us-gov:s3:::two");
        assertThat(permissions.policyOf("ingest-task", none))
                .noneMatch(each -> each.sid().equals("ListSources"));
    }

    @Test
    void shouldNameEveryValueThatIsMissing() {
        InstanceShape shape = new InstanceShape(Set.of(), Shapes.S3, Map.of("AwsPartition", "aws"));
        assertThatThrownBy(() -> permissions.policyOf("rule", shape))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the role 'rule' needs values for [AwsAccountId, AwsRegion, InstanceId]");
    }

    @Test
    void shouldNameTheRolesWhereAnotherIsAskedFor() {
        assertThatThrownBy(() -> permissions.role("sweeper"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no role 'sweeper'")
                .hasMessageContaining("sweep, ");
    }

    @Test
    void shouldWriteAStatementAsPoliciesHaveIt() {
        JsonNode json = statement("ingest-job", "PassIngestTaskRoles", Shapes.whole(Shapes.S3))
                .toJson();
        assertThat(json.toString())
                .isEqualTo(
                        "{\"Sid\":\"PassIngestTaskRoles\",\"Effect\":\"Allow\",\"Action\":\"iam:PassRole\",\"Resource\":["
                                + "\"arn:aws-us-gov:iam::123456789012:role/sleeper-" + Shapes.ID + "-ingest-task\","
                                + "\"arn:aws-us-gov:iam::123456789012:role/sleeper-" + Shapes.ID
                                + "-ingest-task-start\"],"
                                + "\"Condition\":{\"StringEquals\":{\"iam:PassedToService\":\"ecs-tasks.amazonaws.com\"}}}");
    }

    private Set<String> actions(String role, InstanceShape shape) {
        Set<String> actions = new TreeSet<>();
        permissions.policyOf(role, shape).forEach(statement -> actions.addAll(statement.actions()));
        return actions;
    }

    private Statement statement(String role, String sid, InstanceShape shape) {
        List<Statement> found = new ArrayList<>(permissions.policyOf(role, shape));
        found.removeIf(statement -> !statement.sid().equals(sid));
        assertThat(found).as(role + ", " + sid).hasSize(1);
        return found.get(0);
    }

    private String roleOf(StateMachineFile file) {
        return permissions.roles().stream()
                .filter(role -> role.machine().filter(file::equals).isPresent())
                .map(RoleGrants::word)
                .findFirst()
                .orElseThrow();
    }
}
