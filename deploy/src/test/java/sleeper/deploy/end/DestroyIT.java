package sleeper.deploy.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.StackXml;
import sleeper.deploy.Talk;
import sleeper.deploy.end.Destroy.Jobs;
import sleeper.statestore.instance.UnreachableException;

class DestroyIT {
    private static final String NO_RUNS = "{\"executions\":[]}";
    private static final String RUNS = "{\"executions\":[{\"name\":\"june-a1\",\"executionArn\":\"arn:june-a1\","
            + "\"stateMachineArn\":\"arn:m\",\"status\":\"RUNNING\",\"startDate\":1.0}]}";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final List<String> said = new ArrayList<>();
    private AwsDouble aws;

    /** What a deployment that failed half way has: a stack, with nothing of it. */
    @BeforeEach
    void start() throws IOException {
        aws = new AwsDouble()
                .on("GetCallerIdentity", StackXml.CALLER)
                .inTurn(
                        "DescribeStacks",
                        StackXml.stack("sleeper-prod", "ROLLBACK_FAILED"),
                        StackXml.stack("sleeper-prod", "ROLLBACK_FAILED"),
                        StackXml.stack("sleeper-prod", "DELETE_IN_PROGRESS"),
                        StackXml.stack("sleeper-prod", "DELETE_COMPLETE"))
                .on(
                        "GetTemplate",
                        "<GetTemplateResponse><GetTemplateResult><TemplateBody/></GetTemplateResult></GetTemplateResponse>")
                .on("DeleteStack", "<DeleteStackResponse/>")
                .refuseByJson("ListExecutions", 400, "StateMachineDoesNotExist")
                .refuseByJson("GetQueueUrl", 400, "QueueDoesNotExist")
                .refuseByJson("GET /schedules", 404, "ResourceNotFoundException")
                .refuseByJson("ListTasks", 400, "ClusterNotFoundException")
                .on("ListClusters", "{\"Clusters\":[]}")
                .on("GET /applications", "{\"applications\":[]}")
                .refuseByJson("GET /clusters/sleeper-prod", 404, "ResourceNotFoundException");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private boolean destroy(Jobs jobs) {
        return new Destroy(new InstanceNames("prod"), aws.clients(), aws.surroundings(), new Said())
                .run(jobs, LIMIT, true);
    }

    /** Keeps what is said. */
    private final class Said implements Talk {
        @Override
        public void say(String text) {
            said.add(text);
        }

        @Override
        public boolean confirm(String question) {
            throw new IllegalStateException("nobody is to be asked");
        }

        @Override
        public void result(ObjectNode json, String words) {
            said.add(words);
        }
    }

    @Test
    void shouldRemoveWhatWasDeployedHalfWayThoughNothingOfItIsThere() {
        assertThat(destroy(Jobs.REFUSE)).isTrue();

        assertThat(aws.asked()).contains("DeleteStack");
        assertThat(said).last().asString().contains("is destroyed");
    }

    @Test
    void shouldRefuseWhileJobsRunAndListThem() {
        aws.on("ListExecutions", RUNS);

        assertThatThrownBy(() -> destroy(Jobs.REFUSE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("june-a1")
                .hasMessageContaining("--drain");
        assertThat(aws.asked()).doesNotContain("DeleteStack");
    }

    @Test
    void shouldWaitForJobsBeforeTheStackIsDeleted() {
        // Each look asks for the executions of two machines.
        aws.inTurn("ListExecutions", RUNS, NO_RUNS, NO_RUNS);

        assertThat(destroy(Jobs.DRAIN)).isTrue();

        assertThat(aws.asked()).doesNotContain("StopExecution");
        assertThat(said).contains("1 executions run, 0 messages wait");
    }

    @Test
    void shouldStopJobsThatAreToBeAborted() {
        aws.inTurn("ListExecutions", RUNS, NO_RUNS, NO_RUNS).on("StopExecution", "{\"stopDate\":1.0}");

        assertThat(destroy(Jobs.ABORT)).isTrue();

        assertThat(aws.asked()).containsSubsequence("StopExecution", "DeleteStack");
    }

    @Test
    void shouldDeleteNothingWhenJobsStillRunAtTheEndOfTheTime() {
        aws.on("ListExecutions", RUNS);

        assertThatThrownBy(() -> destroy(Jobs.DRAIN))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("TIMED_OUT")
                .hasMessageContaining("june-a1");
        assertThat(aws.asked()).doesNotContain("DeleteStack");
    }

    @Test
    void shouldSayThatThereIsNoSuchInstance() {
        aws.on("DescribeStacks", unused -> new Reply(400, StackXml.missing("sleeper-prod")));

        assertThatThrownBy(() -> destroy(Jobs.REFUSE))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no stack sleeper-prod");
    }

    @Test
    void shouldNameActionAndResourceOfWhatTheCallerMayNotDo() {
        aws.refuse("DeleteStack", 403, "AccessDenied", "said");

        assertThatThrownBy(() -> destroy(Jobs.REFUSE))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("cloudformation:DeleteStack")
                .hasMessageContaining("sleeper-prod");
    }
}
