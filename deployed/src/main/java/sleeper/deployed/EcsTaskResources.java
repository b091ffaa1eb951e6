package sleeper.deployed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.job.AttemptId;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceService;
import sleeper.core.resource.ResourceStage;
import sleeper.core.util.UnicodeText;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Tasks of the instance's ECS cluster. The state machine starts each with the name of the attempt's execution as its {@code group}. ECS
 * has no list by group (ECS API reference, "ListTasks"), so all tasks of the family are listed, and those of the group are picked from
 * their descriptions; {@code startedBy} is not ours to set, since Step Functions sets it. One that has stopped is listed for about an
 * hour (ECS developer guide, "Task lifecycle").
 */
final class EcsTaskResources implements ResourceService {
    /** As many as a description takes (ECS API reference, "DescribeTasks"). */
    private static final int MOST_DESCRIBED = 100;

    private static final int MOST_REASON = 255;
    /** What it says of a task that it does not know any more, or whose ARN is none. */
    private static final String UNKNOWN_TASK = "InvalidParameterException";

    private final EcsClient client;
    private final String cluster;
    private final String family;
    private final PlatformRequests requests;

    /**
     * @param client  sends each request once
     * @param cluster its ARN or name
     * @param family  of the task definition
     */
    EcsTaskResources(EcsClient client, String cluster, String family, Surroundings surroundings) {
        this.client = client;
        this.cluster = cluster;
        this.family = family;
        this.requests = new PlatformRequests("ecs", Set.of(UNKNOWN_TASK), surroundings);
    }

    @Override
    public ResourceKind kind() {
        return ResourceKind.ECS_TASK;
    }

    @Override
    public List<Resource> find(AttemptId attempt) {
        List<String> arns = new ArrayList<>();
        for (DesiredStatus status : List.of(DesiredStatus.RUNNING, DesiredStatus.STOPPED)) {
            list(status, arns);
        }
        List<Resource> found = new ArrayList<>();
        for (int from = 0; from < arns.size(); from += MOST_DESCRIBED) {
            described(arns.subList(from, Math.min(from + MOST_DESCRIBED, arns.size()))).stream()
                    .filter(task -> attempt.executionName().equals(task.group()))
                    .map(EcsTaskResources::resource)
                    .forEach(found::add);
        }
        return found;
    }

    /** A task that stops between the two lists is in both. */
    private void list(DesiredStatus status, List<String> arns) {
        requests.pages(
                "ListTasks",
                cluster,
                token -> client.listTasks(request -> request.cluster(cluster)
                        .family(family)
                        .desiredStatus(status)
                        .nextToken(token)),
                ListTasksResponse::nextToken,
                page -> page.taskArns().stream()
                        .filter(arn -> !arns.contains(arn))
                        .forEach(arns::add));
    }

    private List<Task> described(List<String> arns) {
        return requests.ask(
                        "DescribeTasks",
                        String.join(", ", arns),
                        () -> client.describeTasks(
                                request -> request.cluster(cluster).tasks(arns)))
                .tasks();
    }

    @Override
    public Optional<Resource> describe(String id) {
        return described(List.of(id)).stream().map(EcsTaskResources::resource).findFirst();
    }

    @Override
    public void end(String id, String reason) {
        var unused = requests.askAbout(
                "StopTask",
                id,
                () -> client.stopTask(
                        request -> request.cluster(cluster).task(id).reason(UnicodeText.cut(reason, MOST_REASON))));
    }

    private static Resource resource(Task task) {
        String reason = PlatformRequests.reason(task.stopCodeAsString(), task.stoppedReason());
        return new Resource(ResourceKind.ECS_TASK, task.taskArn(), stage(task), task.lastStatus(), reason);
    }

    /** The states are those of the ECS developer guide, "Task lifecycle". */
    private static ResourceStage stage(Task task) {
        return switch (task.lastStatus()) {
            case "PROVISIONING", "PENDING", "ACTIVATING" -> ResourceStage.STARTING;
            case "RUNNING" -> ResourceStage.RUNNING;
            case "DEACTIVATING", "STOPPING", "DEPROVISIONING" -> ResourceStage.ENDING;
            default -> endedWell(task) ? ResourceStage.SUCCEEDED : ResourceStage.FAILED;
        };
    }

    private static boolean endedWell(Task task) {
        return !task.containers().isEmpty()
                && task.containers().stream()
                        .allMatch(container -> container.exitCode() != null && container.exitCode() == 0);
    }
}
