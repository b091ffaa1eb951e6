package sleeper.cdk;

import java.util.List;
import java.util.Map;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.deployment.Schedule;
import sleeper.lambda.FunctionDescription;
import sleeper.statemachine.StateMachineFile;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.events.EventPattern;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.events.targets.SfnStateMachine;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.EventInvokeConfigOptions;
import software.amazon.awscdk.services.lambda.destinations.SqsDestination;
import software.amazon.awscdk.services.scheduler.CfnSchedule;
import software.amazon.awscdk.services.scheduler.CfnSchedule.DeadLetterConfigProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.FlexibleTimeWindowProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.RetryPolicyProperty;
import software.amazon.awscdk.services.scheduler.CfnSchedule.TargetProperty;
import software.amazon.awscdk.services.scheduler.CfnScheduleGroup;
import software.amazon.awscdk.services.sqs.Queue;
import software.constructs.Construct;

/**
 * What starts by itself: reap-job after executions that none of their own catchers ended, the sweep and the maintenance of tables every
 * hour, and the operator's schedules. What could not be started is kept.
 */
final class Events {
    private static final int RETRIES = 24;
    private static final int HOURS = 24;
    /** Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation": the most that it does. */
    private static final int CALLS_AGAIN = 2;

    private static final int HOUR_SECONDS = 3_600;

    private final Construct scope;
    private final InstanceNames names;
    private final Arns arns;
    private final String role;
    private final Queue undelivered;
    private final CfnScheduleGroup group;

    Events(Construct parent, InstanceSpec spec, Roles roles, Machines machines, Queues queues) {
        this.scope = new Construct(parent, "Events");
        this.names = spec.names();
        this.arns = new Arns(names);
        this.undelivered =
                Queues.kept(scope, "Undelivered", names.undeliveredQueue()).build();
        Rule unused = Rule.Builder.create(scope, "Unreaped")
                .ruleName(names.reapRule())
                .description("Executions of ingest-job that ended without their own catchers, or failed")
                .eventPattern(endsOfJobs("ABORTED", "TIMED_OUT", "FAILED"))
                .targets(List.of(SfnStateMachine.Builder.create(machines.get(StateMachineFile.REAP_JOB))
                        .role(roles.of("rule", "events.amazonaws.com"))
                        .deadLetterQueue(undelivered)
                        .retryAttempts(RETRIES)
                        .maxEventAge(Duration.hours(HOURS))
                        .build()))
                .build();
        this.role = roles.of("schedule", "scheduler.amazonaws.com").getRoleArn();
        this.group = CfnScheduleGroup.Builder.create(scope, "Schedules")
                .name(names.stack())
                .build();
        hourly("sweep", arns.function(FunctionDescription.SWEEP.word()), "{}");
        hourly("maintain-table", arns.stateMachine(StateMachineFile.MAINTAIN_TABLE.machineName()), "{\"after\":\"\"}");
        for (Schedule schedule : spec.schedules()) {
            schedule(
                    "job-" + schedule.name(),
                    schedule.expression(),
                    schedule.timeZone(),
                    queues.all().get(schedule.queue()).getQueueArn(),
                    schedule.job());
        }
    }

    /**
     * Has the table of a job published once its execution has ended well. The function is called by event, so that Lambda itself calls it
     * again if it fails; what failed to the end is kept with what could not be started.
     */
    void publishBy(Alias publisher) {
        publisher.configureAsyncInvoke(EventInvokeConfigOptions.builder()
                .retryAttempts(CALLS_AGAIN)
                .maxEventAge(Duration.hours(1))
                .onFailure(new SqsDestination(undelivered))
                .build());
        Rule unused = Rule.Builder.create(scope, "Committed")
                .ruleName(names.publishRule())
                .description("Executions of ingest-job that ended well, whose tables other engines are to see")
                .eventPattern(endsOfJobs("SUCCEEDED"))
                .targets(List.of(LambdaFunction.Builder.create(publisher)
                        .deadLetterQueue(undelivered)
                        .retryAttempts(RETRIES)
                        .maxEventAge(Duration.hours(HOURS))
                        .build()))
                .build();
    }

    private EventPattern endsOfJobs(String... statuses) {
        return EventPattern.builder()
                .source(List.of("aws.states"))
                .detailType(List.of("Step Functions Execution Status Change"))
                .detail(Map.of(
                        "status",
                        List.of(statuses),
                        "stateMachineArn",
                        List.of(arns.stateMachine(StateMachineFile.INGEST_JOB.machineName()))))
                .build();
    }

    private void hourly(String name, String target, String input) {
        schedule(name, "rate(1 hour)", "UTC", target, input);
    }

    private void schedule(String name, String expression, String timeZone, String target, String input) {
        CfnSchedule unused = CfnSchedule.Builder.create(scope, name)
                .name(name)
                .groupName(group.getRef())
                .scheduleExpression(expression)
                .scheduleExpressionTimezone(timeZone)
                .flexibleTimeWindow(
                        FlexibleTimeWindowProperty.builder().mode("OFF").build())
                .target(TargetProperty.builder()
                        .arn(target)
                        .roleArn(role)
                        .input(input)
                        .deadLetterConfig(DeadLetterConfigProperty.builder()
                                .arn(undelivered.getQueueArn())
                                .build())
                        .retryPolicy(RetryPolicyProperty.builder()
                                .maximumRetryAttempts(RETRIES)
                                .maximumEventAgeInSeconds(HOUR_SECONDS)
                                .build())
                        .build())
                .build();
    }

    /** @return where lies what could not be started */
    Queue undelivered() {
        return undelivered;
    }
}
