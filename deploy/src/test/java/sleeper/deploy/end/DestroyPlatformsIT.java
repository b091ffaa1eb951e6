package sleeper.deploy.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.StackXml.Resource;
import sleeper.deploy.end.Destroy.Jobs;

class DestroyPlatformsIT {
    private static final String OURS = "sleeper-prod.june-1";

    private final List<String> sent = new ArrayList<>();
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
    void shouldStopTasksAndWaitUntilTheyHaveStopped() {
        String task = "{\"taskArns\":[\"arn:task-1\"]}";
        int[] looks = {0};
        aws.on("ListTasks", body -> {
                    if (!body.contains("\"cluster\":\"sleeper-prod-ingest-cluster\"")) {
                        throw new IllegalStateException("not the instance's cluster: " + body);
                    }
                    boolean toRun = body.contains("RUNNING");
                    return new Reply(200, toRun == (looks[0]++ == 0) ? task : "{\"taskArns\":[]}");
                })
                .inTurn(
                        "DescribeTasks",
                        "{\"tasks\":[{\"taskArn\":\"arn:task-1\",\"lastStatus\":\"STOPPING\"}]}",
                        "{\"tasks\":[{\"taskArn\":\"arn:task-1\",\"lastStatus\":\"DEPROVISIONING\"}]}",
                        "{\"tasks\":[{\"taskArn\":\"arn:task-1\",\"lastStatus\":\"STOPPED\"}]}");
        aws.keep("StopTask", "{}", sent);

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(sent).singleElement().asString().contains("arn:task-1", "sleeper-prod-ingest-cluster");
        assertThat(instance.said()).containsOnlyOnce("ending ECS task arn:task-1");
        assertThat(aws.asked())
                .containsSubsequence("StopTask", "DescribeTasks", "DescribeTasks", "DescribeTasks", "DeleteStack");
    }

    private static String clusters(Stream<String> members) {
        return "{\"Clusters\":[" + members.collect(Collectors.joining(",")) + "]}";
    }

    private static String cluster(String id, String name, String state) {
        return "{\"Id\":\"" + id + "\",\"Name\":\"" + name + "\",\"Status\":{\"State\":\"" + state + "\"}}";
    }

    @Test
    void shouldTerminateTheClustersOfItsJobsAloneAndWaitUntilTheyAreGone() {
        aws.inTurn(
                "ListClusters",
                clusters(Stream.concat(
                        IntStream.range(0, 11).mapToObj(i -> cluster("j-" + i, "sleeper-prod.june-" + i, "RUNNING")),
                        Stream.of(
                                cluster("j-other", "sleeper-prod-b.june-1", "RUNNING"),
                                cluster("j-like", "sleeper-prod-june-1", "WAITING"),
                                cluster("j-permanent", "sleeper-prod-b-persistentEMR", "WAITING")))),
                clusters(Stream.of(cluster("j-3", "sleeper-prod.june-3", "TERMINATING"))),
                clusters(Stream.of()));
        aws.keep("TerminateJobFlows", "{}", sent);

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        // Ten at once are allowed.
        assertThat(sent)
                .satisfiesExactly(
                        ten -> assertThat(ten).contains("\"j-0\"", "\"j-9\"").doesNotContain("j-10", "other", "like"),
                        one -> assertThat(one).contains("[\"j-10\"]"));
        assertThat(aws.asked())
                .containsSubsequence("TerminateJobFlows", "ListClusters", "ListClusters", "DeleteStack")
                .doesNotContain("ListSteps");
    }

    @Test
    void shouldDeleteNothingWhenAClusterDoesNotEnd() {
        aws.on(
                "ListClusters",
                body -> new Reply(
                        200,
                        clusters(
                                body.contains("TERMINATING")
                                        ? Stream.of(cluster("j-1", OURS, "TERMINATING"))
                                        : Stream.of())));

        assertThatThrownBy(() -> instance.destroy(Jobs.ABORT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("TIMED_OUT")
                .hasMessageContaining("EMR cluster j-1 " + OURS)
                .hasMessageContaining("not ended after 30 min");
        assertThat(aws.asked()).doesNotContain("DeleteStack", "TerminateJobFlows");
    }

    @Test
    void shouldCancelTheStepsOfThePermanentClusterOnceAndLeaveItToTheStack() {
        aws.inTurn(
                        "ListClusters",
                        clusters(Stream.of(
                                cluster("j-p", "sleeper-prod-persistentEMR", "RUNNING"),
                                cluster("j-1", OURS, "RUNNING"))),
                        clusters(Stream.of(cluster("j-p", "sleeper-prod-persistentEMR", "RUNNING"))))
                .on(
                        "ListSteps",
                        body -> new Reply(
                                200,
                                body.contains("\"Marker\":\"two\"")
                                        ? "{\"Steps\":[{\"Id\":\"s-2\"}]}"
                                        : "{\"Steps\":[{\"Id\":\"s-1\"}],\"Marker\":\"two\"}"));
        aws.keep("CancelSteps", "{}", sent);
        aws.on("TerminateJobFlows", "{}");

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(sent)
                .satisfiesExactly(
                        first -> assertThat(first).contains("j-p", "[\"s-1\"]", "TERMINATE_PROCESS"),
                        second -> assertThat(second).contains("[\"s-2\"]"));
        assertThat(instance.said()).contains("ending EMR step j-p/s-1", "ending EMR step j-p/s-2");
    }

    private void applications(String... states) {
        instance.has(new Resource("App", "AWS::EMRServerless::Application", "app-1", "CREATE_COMPLETE"));
        aws.inTurn(
                "GET /applications",
                Stream.of(states)
                        .map(state -> "{\"applications\":[{\"id\":\"app-0\",\"state\":\"STARTED\"},"
                                + "{\"id\":\"app-b\",\"name\":\"sleeper-prod-b\",\"state\":\"STARTED\"},"
                                + "{\"id\":\"app-old\",\"name\":\"sleeper-prod\",\"state\":\"TERMINATED\"},"
                                + "{\"id\":\"app-1\",\"name\":\"sleeper-prod\",\"arn\":\"arn:app-1\",\"state\":\""
                                + state
                                + "\"}]}")
                        .toArray(String[]::new));
    }

    @Test
    void shouldCancelRunsAndStopAStartedApplicationOfEmrServerless() {
        applications("STARTED", "STARTED", "STOPPING", "STOPPED");
        aws.inTurn(
                        "GET /applications/app-1/jobruns",
                        "{\"jobRuns\":[{\"id\":\"run-1\",\"arn\":\"arn:run-1\"}]}",
                        "{\"jobRuns\":[]}")
                .on("DELETE /applications/app-1/jobruns/run-1", "{}");
        // It cannot stop while its run is being cancelled.
        int[] tries = {0};
        aws.on(
                "POST /applications/app-1/stop",
                body -> tries[0]++ == 0 ? AwsDouble.refusal(400, "ValidationException") : new Reply(200, "{}"));

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(tries[0]).isEqualTo(2);
        assertThat(instance.said())
                .containsOnlyOnce("ending EMR Serverless job run run-1", "ending EMR Serverless application app-1");
        assertThat(aws.asked())
                .containsSubsequence(
                        "DELETE /applications/app-1/jobruns/run-1",
                        "POST /applications/app-1/stop",
                        "POST /applications/app-1/stop",
                        "DeleteStack");
        assertThat(instance.count("GET /applications")).isEqualTo(4);
    }

    @Test
    void shouldNotStopAnApplicationThatIsStopped() {
        applications("STOPPED");

        assertThat(instance.destroy(Jobs.REFUSE)).isTrue();

        assertThat(aws.asked()).contains("GET /applications").noneMatch(operation -> operation.endsWith("/stop"));
    }

    @Test
    void shouldNameActionAndResourceOfWhatMayNotBeEnded() {
        aws.on("ListClusters", clusters(Stream.of(cluster("j-1", OURS, "RUNNING"))))
                .refuseByJson("TerminateJobFlows", 400, "AccessDeniedException");

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("elasticmapreduce:TerminateJobFlows")
                .hasMessageContaining("j-1");
    }
}
