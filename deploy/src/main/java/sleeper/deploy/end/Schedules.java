package sleeper.deploy.end;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;

/** The schedules of an instance, which are in a group of its own. */
final class Schedules {
    private static final String NOT_STOPPED = "A schedule was not stopped.";
    private static final Set<String> MISSING = Set.of("ResourceNotFoundException");

    private final InstanceNames names;
    private final Account account;
    private final DeployClients clients;
    private final AwsCalls calls;

    Schedules(InstanceNames names, Account account, DeployClients clients, AwsCalls calls) {
        this.names = names;
        this.account = account;
        this.clients = clients;
        this.calls = calls;
    }

    /** Stops all that are not stopped. @return how many */
    int stop() {
        int stopped = 0;
        String token = null;
        do {
            String from = token;
            Optional<ListSchedulesResponse> page = calls.askAbout(
                    NOT_STOPPED,
                    "scheduler:ListSchedules",
                    account.arn("scheduler", "schedule-group/" + names.stack()),
                    MISSING,
                    () -> clients.scheduler()
                            .listSchedules(
                                    request -> request.groupName(names.stack()).nextToken(from)));
            List<String> found = page.map(ListSchedulesResponse::schedules).orElse(List.of()).stream()
                    .filter(schedule -> schedule.state() != ScheduleState.DISABLED)
                    .map(schedule -> schedule.name())
                    .toList();
            found.forEach(this::stop);
            stopped += found.size();
            token = page.map(ListSchedulesResponse::nextToken).orElse(null);
        } while (token != null);
        return stopped;
    }

    /** A change names all that is to stay (EventBridge Scheduler API reference, "UpdateSchedule"). */
    private void stop(String name) {
        String arn = account.arn("scheduler", "schedule/" + names.stack() + "/" + name);
        Optional<GetScheduleResponse> there = calls.askAbout(
                NOT_STOPPED,
                "scheduler:GetSchedule",
                arn,
                MISSING,
                () -> clients.scheduler()
                        .getSchedule(request -> request.groupName(names.stack()).name(name)));
        there.ifPresent(schedule -> {
            var unused = calls.askAbout(
                    NOT_STOPPED,
                    "scheduler:UpdateSchedule",
                    arn,
                    MISSING,
                    () -> clients.scheduler()
                            .updateSchedule(request -> request.groupName(names.stack())
                                    .name(name)
                                    .scheduleExpression(schedule.scheduleExpression())
                                    .scheduleExpressionTimezone(schedule.scheduleExpressionTimezone())
                                    .startDate(schedule.startDate())
                                    .endDate(schedule.endDate())
                                    .flexibleTimeWindow(schedule.flexibleTimeWindow())
                                    .description(schedule.description())
                                    .kmsKeyArn(schedule.kmsKeyArn())
                                    .actionAfterCompletion(schedule.actionAfterCompletion())
                                    .target(schedule.target())
                                    .state(ScheduleState.DISABLED)));
        });
    }
}
