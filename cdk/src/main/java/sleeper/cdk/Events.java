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
import software.amazon.awscdk.services.events.targets.SfnStateMachine;
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
    private static final int HOUR_SECONDS = 3_600;

    private final Construct scope;
    private final Arns arns;
    private final String role;
    private final Queue undelivered;
    private final CfnScheduleGroup group;

    Events(Construct parent, InstanceSpec spec, Roles roles, Machines machines, Queues queues) {
        this.scope = new Construct(parent, "Events");
        InstanceNames names = spec.names();
        this.arns = new Arns(names);
        this.undelivered =
                Queues.kept(scope, "Undelivered", names.undeliveredQueue()).build();
        Rule unused = Rule.Builder.create(scope, "Unreaped")
                .ruleName(names.reapRule())
                .description("Executions of ingest-job that ended without their own catchers, or failed")
                .eventPattern(EventPattern.builder()
                        .source(List.of("aws.states"))
                        .detailType(List.of("Step Functions Execution Status Change"))
                        .detail(Map.of(
                                "status",
                                List.of("ABORTED", "TIMED_OUT", "FAILED"),
                                "stateMachineArn",
                                List.of(arns.stateMachine(StateMachineFile.INGEST_JOB.machineName()))))
                        .build())
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
