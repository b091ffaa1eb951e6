package sleeper.deploy.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.StackXml;
import sleeper.deploy.StackXml.Resource;
import sleeper.deploy.end.Destroy.Jobs;
import sleeper.statestore.instance.UnreachableException;

class DestroyIT {
    private static final String NO_VERSIONS = "<ListVersionsResult/>";
    private static final String NO_UPLOADS = "<ListMultipartUploadsResult/>";

    private InstanceDouble instance;
    private AwsDouble aws;

    @BeforeEach
    void start() throws IOException {
        instance = new InstanceDouble();
        aws = instance.aws();
    }

    @AfterEach
    void stop() {
        instance.close();
    }

    @Test
    void shouldRemoveWhatWasDeployedHalfWayThoughNothingOfItIsThere() {
        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(aws.asked()).contains("DeleteStack").doesNotContain("GetTemplate", "GET /applications");
        assertThat(instance.said()).last().asString().contains("is destroyed. Nothing of it is left.");
    }

    @Test
    void shouldSayThatThereIsNoSuchInstance() {
        aws.on("DescribeStacks", unused -> new Reply(400, StackXml.missing("sleeper-prod")));

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no stack sleeper-prod")
                .hasMessageContaining("eu-west-2 of account 123456789012");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Beds of a night train", "Sleeper Workflows, instance prod-eu"})
    void shouldLeaveAStackAloneThatIsNoInstance(String description) {
        aws.on("DescribeStacks", StackXml.stack("sleeper-prod", "CREATE_COMPLETE", description));

        assertThatThrownBy(() -> instance.destroy(Jobs.ABORT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("a stack that is no instance");
        assertThat(aws.asked()).doesNotContain("DeleteStack", "StopExecution");
    }

    @Test
    void shouldNameActionAndResourceOfWhatTheCallerMayNotDo() {
        aws.refuse("DeleteStack", 403, "AccessDenied", "said");

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("cloudformation:DeleteStack")
                .hasMessageContaining("the stack sleeper-prod");
    }

    @Test
    void shouldSayThatItWasThrottledAfterItHasWaited() {
        aws.refuse("ListStackResources", 400, "Throttling", "Rate exceeded");

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("cloudformation:ListStackResources")
                .hasMessageContaining("Try again later");
        assertThat(aws.waits()).isNotEmpty();
        assertThat(aws.asked()).doesNotContain("DeleteStack");
    }

    @Test
    void shouldWaitForNobodyWhoChangesTheStack() {
        instance.statuses("UPDATE_IN_PROGRESS");

        assertThatThrownBy(() -> instance.destroy(Jobs.ABORT))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("UPDATE_IN_PROGRESS")
                .hasMessageContaining("Wait until the deployment has ended");
        assertThat(aws.asked()).containsOnly("GetCallerIdentity", "DescribeStacks");
    }

    @Test
    void shouldChangeNothingWhenTheAnswerIsNo() {
        instance.answer(false);

        assertThat(instance.destroy(Jobs.ABORT, false)).isFalse();

        assertThat(aws.asked()).doesNotContain("GET /schedules", "DeleteStack");
        assertThat(instance.said()).last().isEqualTo("Nothing was changed.");
    }

    @Test
    void shouldKeepStoresThatAreToBeKeptAndSayWhich() {
        instance.has(
                Resource.bucket("data", "CREATE_COMPLETE"),
                new Resource("log", "AWS::DynamoDB::Table", "sleeper-prod-log", "CREATE_COMPLETE"));
        aws.on("GetTemplate", StackXml.template(Map.of("data", "Retain", "log", "Retain")));

        assertThat(instance.destroy(Jobs.REFUSE, false)).isTrue();

        assertThat(instance.said())
                .anySatisfy(said -> assertThat(said).endsWith("Its data are kept."))
                .last()
                .asString()
                .contains("Kept, and found again", "\"kept\":[\"sleeper-prod-data\",\"sleeper-prod-log\"]");
        assertThat(aws.asked()).noneMatch(operation -> operation.contains("sleeper-prod-data"));
    }

    @Test
    void shouldSayWhatDataAreLostBeforeItEmptiesBucketsAndDeletesTheStack() {
        instance.has(
                Resource.bucket("data", "CREATE_COMPLETE"),
                new Resource("log", "AWS::DynamoDB::Table", "sleeper-prod-log", "CREATE_COMPLETE"));
        aws.on("GetTemplate", StackXml.template(Map.of("data", "Delete", "log", "Delete")))
                .on("GET /sleeper-prod-data?versions", NO_VERSIONS)
                .on("GET /sleeper-prod-data?uploads", NO_UPLOADS);

        assertThat(instance.destroy(Jobs.REFUSE, false)).isTrue();

        assertThat(instance.said())
                .anySatisfy(said -> assertThat(said)
                        .contains("With all data in sleeper-prod-data, sleeper-prod-log, which cannot be had back"));
        assertThat(aws.asked())
                .containsSubsequence(
                        "GET /sleeper-prod-data?versions", "GET /sleeper-prod-data?uploads", "DeleteStack");
    }

    @Test
    void shouldCountAsLostWhatNoPolicyKeepsAndEmptyNothingOfIt() {
        instance.has(
                Resource.bucket("data", "CREATE_COMPLETE"),
                new Resource("log", "AWS::DynamoDB::Table", "sleeper-prod-log", "CREATE_COMPLETE"));

        assertThat(instance.destroy(Jobs.REFUSE, false)).isTrue();

        assertThat(instance.said())
                .anySatisfy(said -> assertThat(said).contains("With all data in sleeper-prod-data, sleeper-prod-log"))
                .last()
                .asString()
                .contains("\"kept\":[]");
        assertThat(aws.asked()).noneMatch(operation -> operation.contains("sleeper-prod-data"));
    }

    @Test
    void shouldLeaveBucketsAloneThatAreSomebodyElsesOrWereNeverMade() {
        instance.has(
                Resource.bucket("config", "CREATE_FAILED"),
                Resource.bucket("data", "DELETE_COMPLETE"),
                Resource.bucket("jobs", "DELETE_FAILED"));
        aws.on("GetTemplate", StackXml.template(Map.of("config", "Delete", "data", "Delete", "jobs", "Delete")))
                .on("GET /sleeper-prod-jobs?versions", NO_VERSIONS)
                .on("GET /sleeper-prod-jobs?uploads", NO_UPLOADS);

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(aws.asked()).noneMatch(operation -> operation.matches(".*sleeper-prod-(config|data).*"));
    }

    @Test
    void shouldReadAllPagesOfTheStacksResources() {
        aws.on(
                        "ListStackResources",
                        form -> new Reply(
                                200,
                                form.contains("NextToken=two")
                                        ? StackXml.resources("", Resource.bucket("data", "CREATE_COMPLETE"))
                                        : StackXml.resources("two", Resource.bucket("logs", "CREATE_COMPLETE"))))
                .on("GetTemplate", StackXml.template(Map.of("data", "Retain", "logs", "Retain")));

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(instance.said())
                .last()
                .asString()
                .contains("\"kept\":[\"sleeper-prod-logs\",\"sleeper-prod-data\"]");
    }

    @Test
    void shouldGoOnWithARemovalThatIsUnderWay() {
        instance.statuses("DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_IN_PROGRESS", "DELETE_COMPLETE");

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();
    }

    @Test
    void shouldTryOnceMoreWithWhatCameMeanwhileTakenAway() {
        instance.has(
                Resource.bucket("logs", "CREATE_COMPLETE"),
                new Resource("Network", "AWS::EC2::VPC", "vpc-1", "DELETE_FAILED"));
        instance.statuses(
                "DELETE_FAILED",
                "DELETE_FAILED",
                "DELETE_IN_PROGRESS",
                "DELETE_FAILED",
                "DELETE_IN_PROGRESS",
                "DELETE_COMPLETE");
        aws.on("GetTemplate", StackXml.template(Map.of("logs", "Delete")))
                .on("GET /sleeper-prod-logs?versions", NO_VERSIONS)
                .on("GET /sleeper-prod-logs?uploads", NO_UPLOADS)
                .on("DescribeSecurityGroups", form -> new Reply(200, groups(form)))
                .on("RevokeSecurityGroupIngress", "<RevokeSecurityGroupIngressResponse/>")
                .on("DeleteSecurityGroup", "<DeleteSecurityGroupResponse/>");

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(instance.said())
                .contains(
                        "not deleted: Network (AWS::EC2::VPC vpc-1): reason of Network",
                        "deleted EMR's security group sg-1 of vpc-1",
                        "deleted EMR's security group sg-2 of vpc-1");
        assertThat(aws.asked())
                .containsSubsequence(
                        "DeleteStack",
                        "GET /sleeper-prod-logs?versions",
                        "RevokeSecurityGroupIngress",
                        "RevokeSecurityGroupIngress",
                        "DeleteSecurityGroup",
                        "DeleteSecurityGroup",
                        "DeleteStack");
    }

    /** Two that name each other, where they are asked for by the VPC and by EMR's names. */
    private static String groups(String form) {
        if (!form.contains("=vpc-1") || !form.contains("=ElasticMapReduce-*")) {
            throw new IllegalStateException("other groups are nobody's to delete: " + form);
        }
        String rule = "<ipPermissions><item><ipProtocol>-1</ipProtocol></item></ipPermissions>";
        return "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId>" + rule
                + "</item><item><groupId>sg-2</groupId>" + rule
                + "</item></securityGroupInfo></DescribeSecurityGroupsResponse>";
    }

    @Test
    void shouldGiveCloudFormationsReasonsWhenTheStackIsNotDeletedAtTheSecondTry() {
        instance.has(
                new Resource("Gone", "AWS::SQS::Queue", "q", "DELETE_COMPLETE"),
                new Resource("Key", "AWS::KMS::Key", "k", "DELETE_FAILED"));
        instance.statuses("CREATE_COMPLETE", "CREATE_COMPLETE", "DELETE_FAILED");

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("WRONG_STATUS")
                .hasMessageContaining("Key (AWS::KMS::Key k): reason of Key")
                .hasMessageNotContaining("Gone")
                .hasMessageContaining("run the command again");
        assertThat(instance.count("DeleteStack")).isEqualTo(2);
    }

    @Test
    void shouldGiveUpWaitingAfterHours() {
        instance.statuses("CREATE_COMPLETE", "CREATE_COMPLETE", "DELETE_IN_PROGRESS");

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("not gone after 2 hours");
        assertThat(List.copyOf(aws.waits())).isNotEmpty();
    }
}
