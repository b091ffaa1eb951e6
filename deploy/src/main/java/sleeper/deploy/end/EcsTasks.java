package sleeper.deploy.end;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sleeper.core.deployment.InstanceNames;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** The tasks of the instance's own ECS cluster, which cannot be deleted while one is active (ECS API reference, "DeleteCluster"). */
final class EcsTasks implements Remains {
    private static final String NOT_ENDED = "A task was not ended.";
    private static final Set<String> NO_CLUSTER = Set.of("ClusterNotFoundException");
    private static final String STOPPED = "STOPPED";

    private final String cluster;
    private final String arn;
    private final DeployClients clients;
    private final AwsCalls calls;

    EcsTasks(InstanceNames names, Account account, DeployClients clients, AwsCalls calls) {
        this.cluster = names.ingestCluster();
        this.arn = account.arn("ecs", "cluster/" + cluster);
        this.clients = clients;
        this.calls = calls;
    }

    @Override
    public List<String> end(Consumer<String> ending) {
        List<String> left = new ArrayList<>();
        for (List<String> page : pages(DesiredStatus.RUNNING)) {
            page.forEach(task -> {
                stop(task);
                ending.accept(words(task));
                left.add(words(task));
            });
        }
        for (List<String> page : pages(DesiredStatus.STOPPED)) {
            left.addAll(notStopped(page));
        }
        return left.stream().distinct().toList();
    }

    private static String words(String task) {
        return "ECS task " + task;
    }

    /** @return ARNs of tasks that are to be so, in pages that are not empty and not larger than other requests take */
    private List<List<String>> pages(DesiredStatus status) {
        List<List<String>> pages = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            Optional<ListTasksResponse> page = calls.askAbout(
                    NOT_ENDED,
                    "ecs:ListTasks",
                    arn,
                    NO_CLUSTER,
                    () -> clients.ecs()
                            .listTasks(request -> request.cluster(cluster)
                                    .desiredStatus(status)
                                    .nextToken(from)));
            page.map(ListTasksResponse::taskArns)
                    .filter(tasks -> !tasks.isEmpty())
                    .ifPresent(pages::add);
            token = page.map(ListTasksResponse::nextToken).orElse(null);
        } while (token != null);
        return pages;
    }

    private void stop(String task) {
        var unused = calls.askAbout(
                NOT_ENDED,
                "ecs:StopTask",
                task,
                Set.of("InvalidParameterException"),
                () -> clients.ecs()
                        .stopTask(request -> request.cluster(cluster).task(task).reason("The instance is destroyed.")));
    }

    private List<String> notStopped(List<String> tasks) {
        return calls
                .askAbout(
                        NOT_ENDED,
                        "ecs:DescribeTasks",
                        arn,
                        NO_CLUSTER,
                        () -> clients.ecs()
                                .describeTasks(
                                        request -> request.cluster(cluster).tasks(tasks)))
                .map(DescribeTasksResponse::tasks)
                .orElse(List.of())
                .stream()
                .filter(task -> !STOPPED.equals(task.lastStatus()))
                .map(Task::taskArn)
                .map(EcsTasks::words)
                .toList();
    }
}
