package sleeper.deploy.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.end.Destroy.Jobs;

class DestroyJobsIT {
    private static final List<String> NONE = List.of();

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

    private void deadLetters(String queue) {
        aws.on("GetQueueUrl", body -> new Reply(200, "{\"QueueUrl\":\"http://queues/" + body.contains(queue) + "\"}"));
        aws.on(
                "GetQueueAttributes",
                body -> new Reply(
                        200,
                        "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"" + (body.contains("true") ? 2 : 0)
                                + "\"}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prod-AutoJobDLQ", "sleeper-prod-undelivered"})
    void shouldNotLoseDeadLettersThatNobodyAskedToLose(String queue) {
        deadLetters(queue);

        for (Jobs jobs : List.of(Jobs.REFUSE, Jobs.DRAIN)) {
            assertThatThrownBy(() -> instance.destroy(jobs))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("2 dead letters")
                    .hasMessageContaining("'sleeper dead-letters'");
        }
        assertThat(aws.asked()).doesNotContain("GET /schedules", "DeleteStack");
        assertThat(instance.destroy(Jobs.ABORT)).isTrue();
        assertThat(instance.said()).contains("2 dead letters are thrown away with the instance");
    }

    @Test
    void shouldRefuseWhileJobsRunOrWaitAndListThem() {
        aws.on(
                "ListExecutions",
                body -> new Reply(
                        200,
                        body.contains("reap-job")
                                ? InstanceDouble.executions(List.of("june-reaped"))
                                : body.contains("\"nextToken\":\"two\"")
                                        ? InstanceDouble.executions(List.of("june-2"))
                                        : InstanceDouble.executions(List.of("june-1"))
                                                .replace("]}", "],\"nextToken\":\"two\"}")));
        instance.queues(3);

        assertThatThrownBy(() -> instance.destroy(Jobs.REFUSE))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("execution june-1 of ingest-job")
                .hasMessageContaining("execution june-2 of ingest-job")
                .hasMessageContaining("execution june-reaped of reap-job")
                .hasMessageContaining("3 messages that wait")
                .hasMessageContaining("--drain");
        assertThat(aws.asked()).doesNotContain("GET /schedules", "DeleteStack");
    }

    @Test
    void shouldWaitForJobsAndForAMinuteOfQuietBeforeTheStackIsDeleted() {
        instance.queues(2, 0);
        instance.executions("ingest-job", List.of(NONE, List.of("june-1"), NONE));

        assertThat(instance.destroy(Jobs.DRAIN)).isTrue();

        assertThat(instance.said())
                .containsSubsequence(
                        "0 executions run, 2 messages wait",
                        "1 executions run, 0 messages wait",
                        "0 executions run, 0 messages wait");
        assertThat(aws.asked()).doesNotContain("StopExecution", "PurgeQueue");
        // Two machines at each of two looks that see something, and of five in the minute.
        assertThat(instance.count("ListExecutions")).isEqualTo(2 * (2 + 5));
    }

    @Test
    void shouldNotMissAMessageThatBecomesAnExecutionBetweenTwoLooks() {
        // The message is taken, and its execution started, after the queues were asked: only what is asked later sees
        // it.
        instance.queues(0);
        instance.executions("ingest-job", List.of(List.of("june-1"), NONE));

        assertThat(instance.destroy(Jobs.DRAIN)).isTrue();

        int lastCount = instance.places("GetQueueAttributes").get(5);
        assertThat(instance.places("ListExecutions").get(0)).isGreaterThan(lastCount);
        assertThat(instance.said()).contains("1 executions run, 0 messages wait");
    }

    @Test
    void shouldSeeWhatCleansUpAfterAJobThoughItStartsLate() {
        instance.executions("reap-job", List.of(NONE, List.of("june-reaped"), NONE));

        assertThat(instance.destroy(Jobs.DRAIN)).isTrue();

        assertThat(instance.said()).contains("1 executions run, 0 messages wait");
    }

    @Test
    void shouldStopJobsAndThrowMessagesAwayThatAreToBeAborted() {
        instance.queues(4, 4, 0);
        instance.executions("ingest-job", List.of(List.of("june-1", "june-2"), NONE));
        aws.keep("PurgeQueue", "{}", sent);
        aws.keep("StopExecution", "{\"stopDate\":1.0}", sent);

        assertThat(instance.destroy(Jobs.ABORT)).isTrue();

        assertThat(sent)
                .satisfiesExactly(
                        purge -> assertThat(purge).contains("prod-AutoJobQ"),
                        first -> assertThat(first).contains("arn:june-1", "sleeper destroy --abort"),
                        second -> assertThat(second).contains("arn:june-2"));
        assertThat(aws.asked()).containsSubsequence("GET /schedules", "PurgeQueue", "StopExecution", "DeleteStack");
    }

    @Test
    void shouldLetWhatCleansUpAfterAJobComeToItsEnd() {
        instance.executions("reap-job", List.of(List.of("june-reaped"), NONE));

        assertThat(instance.destroy(Jobs.ABORT)).isTrue();

        assertThat(aws.asked()).doesNotContain("StopExecution");
    }

    @Test
    void shouldGoOnWhereAQueueIsBeingPurgedAlready() {
        instance.queues(4, 4, 0);
        instance.executions("ingest-job", List.of(NONE));
        aws.refuseByJson("PurgeQueue", 403, "PurgeQueueInProgress");

        assertThat(instance.destroy(Jobs.ABORT)).isTrue();
    }

    @Test
    void shouldNameTheQueueWhosePurgeIsRefused() {
        instance.queues(4);
        aws.refuseByJson("PurgeQueue", 400, "AccessDeniedException");

        assertThatThrownBy(() -> instance.destroy(Jobs.ABORT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("sqs:PurgeQueue")
                .hasMessageContaining("arn:aws:sqs:eu-west-2:123456789012:prod-AutoJobQ");
        assertThat(aws.asked()).doesNotContain("DeleteStack");
    }

    @Test
    void shouldDeleteNothingWhenJobsStillRunOrWaitAtTheEndOfTheTime() {
        instance.queues(1);
        instance.executions("ingest-job", List.of(List.of("june-1")));

        assertThatThrownBy(() -> instance.destroy(Jobs.DRAIN))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("TIMED_OUT")
                .hasMessageContaining("execution june-1 of ingest-job: found RUNNING after 3 min")
                .hasMessageContaining("1 messages that wait after 3 min")
                .hasMessageContaining("end it with --abort")
                .hasMessageContaining("its schedules are stopped");
        assertThat(aws.asked()).doesNotContain("DeleteStack", "ListTasks");
    }

    @Test
    void shouldNotAdviseToAbortWhatWasAborted() {
        instance.executions("ingest-job", List.of(List.of("june-1")));
        aws.on("StopExecution", "{\"stopDate\":1.0}");

        assertThatThrownBy(() -> instance.destroy(Jobs.ABORT))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("june-1")
                .hasMessageNotContaining("--abort");
    }

    @Test
    void shouldStopTheSchedulesOfTheInstanceBeforeJobsAreWaitedForAndChangeNothingElseOfThem() {
        aws.on("GET /schedules", query -> {
                    sent.add(query);
                    return new Reply(
                            200,
                            query.contains("NextToken=two")
                                    ? "{\"Schedules\":[{\"Name\":\"sweep\",\"State\":\"ENABLED\"}]}"
                                    : "{\"Schedules\":[{\"Name\":\"job-nightly\",\"State\":\"ENABLED\"},"
                                            + "{\"Name\":\"off\",\"State\":\"DISABLED\"}],\"NextToken\":\"two\"}");
                })
                .on(
                        "GET /schedules/job-nightly",
                        "{\"Name\":\"job-nightly\",\"ScheduleExpression\":\"cron(0 2 * * ? *)\","
                                + "\"ScheduleExpressionTimezone\":\"Europe/London\",\"FlexibleTimeWindow\":{\"Mode\":\"OFF\"},"
                                + "\"Description\":\"ours\",\"StartDate\":1.7E9,\"KmsKeyArn\":\"arn:key\","
                                + "\"ActionAfterCompletion\":\"NONE\",\"Target\":{\"Arn\":\"arn:q\",\"RoleArn\":\"arn:r\"}}")
                .refuseByJson("GET /schedules/sweep", 404, "ResourceNotFoundException");
        aws.keep("PUT /schedules/job-nightly", "{\"ScheduleArn\":\"arn:s\"}", sent);
        instance.executions("ingest-job", List.of(NONE));

        assertThat(instance.destroy(Jobs.DRAIN)).isTrue();

        assertThat(sent)
                .satisfiesExactly(
                        first -> assertThat(first).contains("ScheduleGroup=sleeper-prod"),
                        put -> assertThat(put)
                                .contains(
                                        "\"State\":\"DISABLED\"",
                                        "\"GroupName\":\"sleeper-prod\"",
                                        "cron(0 2 * * ? *)",
                                        "Europe/London",
                                        "\"Mode\":\"OFF\"",
                                        "ours",
                                        "StartDate",
                                        "arn:key",
                                        "\"ActionAfterCompletion\":\"NONE\"",
                                        "\"RoleArn\":\"arn:r\""),
                        second -> assertThat(second).contains("NextToken=two"));
        assertThat(aws.asked()).containsSubsequence("PUT /schedules/job-nightly", "ListExecutions");
    }
}
