package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.stepfunctions.Arns;
import sleeper.stepfunctions.task.RunningTask;
import sleeper.stepfunctions.task.TaskFailedException;
import sleeper.stepfunctions.task.TaskIntegration;
import sleeper.stepfunctions.task.TaskOutcome;
import sleeper.stepfunctions.task.TaskProgress;
import sleeper.stepfunctions.task.TaskRequest;
import sleeper.verification.ProjectTree;

/**
 * ECS: the one task definition of the template. A task is the entry point of the image's Dockerfile as a process, on the class path of
 * this one in place of the image's files, with the environment of the container definition alone. An execution that is stopped does not
 * stop its task, as Step Functions may fail to: that is left to the tear-down.
 */
final class PlayedTasks extends PlayedService implements TaskIntegration {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "AmazonEC2ContainerServiceV20141113.";
    private static final Pattern ENTRY_POINT = Pattern.compile("(?s)ENTRYPOINT (\\[.*?])");

    private final JsonNode definition;
    private final String definitionArn;
    private final String cluster;
    private final Map<String, String> ofEcs;
    private final Path logs;
    private final Map<String, Started> tasks = new TreeMap<>();
    private Runnable whenHeld = () -> {};
    private String held = "";

    private record Started(String group, Process process, Optional<String> stoppedBecause) {
        ObjectNode describe(String arn) {
            ObjectNode task = JSON.createObjectNode()
                    .put("taskArn", arn)
                    .put("startedBy", "AWS Step Functions")
                    .put("group", group);
            String status = process.isAlive() ? stoppedBecause.isPresent() ? "STOPPING" : "RUNNING" : "STOPPED";
            task.put("lastStatus", status).put("desiredStatus", status.equals("RUNNING") ? "RUNNING" : "STOPPED");
            ObjectNode container = task.putArray("containers").addObject().put("lastStatus", status);
            if (!process.isAlive()) {
                container.put("exitCode", process.exitValue());
            }
            stoppedBecause.ifPresent(reason -> task.put("stoppedReason", reason).put("stopCode", "UserInitiated"));
            return task;
        }
    }

    /** @param ofEcs what ECS sets in a container: credentials, and here the servers that stand in for services */
    PlayedTasks(DeployedTemplate template, Path logs, Map<String, String> ofEcs) throws IOException {
        super("application/x-amz-json-1.1");
        this.definition = template.only("AWS::ECS::TaskDefinition");
        this.definitionArn = arn("task-definition/" + definition.path("Family").asText() + ":1");
        this.cluster = arn("cluster/"
                + template.only("AWS::ECS::Cluster").path("ClusterName").asText());
        this.ofEcs = Map.copyOf(ofEcs);
        this.logs = Files.createDirectories(logs);
    }

    private static String arn(String resource) {
        return "arn:aws:ecs:" + Arns.REGION + ":" + Arns.ACCOUNT + ":" + resource;
    }

    /**
     * Has a task stand still, once it has begun, until it is asked to stop: it runs for as long as a test needs.
     *
     * @param group of the task, which is the name of the execution that starts it
     * @param then  is called when the task stands still, on the interpreter's event loop
     */
    synchronized void hold(String group, Runnable then) {
        held = group;
        whenHeld = then;
    }

    /** @return the tasks of a group, as ECS describes them */
    synchronized List<JsonNode> ofGroup(String group) {
        List<JsonNode> found = new ArrayList<>();
        tasks.forEach((arn, task) -> {
            if (task.group().equals(group)) {
                found.add(task.describe(arn));
            }
        });
        return found;
    }

    @Override
    public synchronized RunningTask start(TaskRequest request, TaskProgress progress) {
        JsonNode parameters = request.parameters();
        JsonNode container = definition.at("/ContainerDefinitions/0");
        JsonNode override = parameters.at("/Overrides/ContainerOverrides/0");
        if (!parameters.path("TaskDefinition").asText().equals(definitionArn)
                || !parameters.path("Cluster").asText().equals(cluster)
                || !override.path("Name").equals(container.path("Name"))) {
            throw new TaskFailedException("ECS.ClientException", "no such cluster, task definition or container");
        }
        String arn = arn("task/" + cluster.substring(cluster.indexOf('/') + 1) + "/" + (1_000 + tasks.size()));
        Process process;
        try {
            process = start(container, DeployedTemplate.list(override.path("Command")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String group = parameters.path("Group").asText();
        tasks.put(arn, new Started(group, process, Optional.empty()));
        ObjectNode task = JSON.createObjectNode().put("TaskArn", arn).put("Group", group);
        ObjectNode submitted = JSON.createObjectNode();
        submitted.putArray("Failures");
        submitted.putArray("Tasks").add(task.deepCopy());
        progress.submitted(submitted);
        if (group.equals(held)) {
            signal("STOP", process);
            whenHeld.run();
        }
        CompletableFuture<TaskOutcome> outcome = process.onExit().thenApply(ended -> {
            task.put("LastStatus", "STOPPED");
            task.putArray("Containers").addObject().put("ExitCode", ended.exitValue());
            return ended.exitValue() == 0
                    ? TaskOutcome.succeeded(task)
                    : TaskOutcome.failed("States.TaskFailed", task.toString());
        });
        return RunningTask.of(outcome, () -> {});
    }

    private static void signal(String name, Process process) {
        try {
            Process sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            int unused = sent.onExit().join().exitValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process start(JsonNode container, List<String> arguments) throws IOException {
        List<String> command = entryPoint();
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(1, "-XX:MaxRAM=" + definition.path("Memory").asText() + "m");
        command.set(command.indexOf("-cp") + 1, System.getProperty("java.class.path"));
        command.addAll(arguments);
        ProcessBuilder process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(logs.resolve("task-" + tasks.size() + ".log").toFile());
        Map<String, String> environment = new HashMap<>(ofEcs);
        container
                .path("Environment")
                .forEach(variable -> environment.put(
                        variable.path("Name").asText(), variable.path("Value").asText()));
        process.environment().clear();
        process.environment().putAll(environment);
        return process.start();
    }

    private static List<String> entryPoint() throws IOException {
        String dockerfile = Files.readString(ProjectTree.root().resolve("ingest-task/docker/Dockerfile"));
        Matcher found = ENTRY_POINT.matcher(dockerfile);
        if (!found.find()) {
            throw new IOException("the image's Dockerfile has no ENTRYPOINT");
        }
        return new ArrayList<>(
                DeployedTemplate.list(JSON.readTree(found.group(1).replace("\\\n", " "))));
    }

    @Override
    synchronized Optional<String> answer(String target, String body) throws IOException {
        JsonNode request = JSON.readTree(body);
        if (!request.path("cluster").asText().equals(cluster)) {
            return Optional.empty();
        }
        return switch (target) {
            case TARGET + "ListTasks" -> Optional.of(list(request).toString());
            case TARGET + "DescribeTasks" -> Optional.of(describe(request).toString());
            case TARGET + "StopTask" -> stop(request).map(ObjectNode::toString);
            default -> Optional.empty();
        };
    }

    private ObjectNode list(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode arns = answer.putArray("taskArns");
        if (request.path("family").equals(definition.path("Family"))) {
            tasks.forEach((arn, task) -> {
                if (task.describe(arn).path("desiredStatus").equals(request.path("desiredStatus"))) {
                    arns.add(arn);
                }
            });
        }
        return answer;
    }

    private ObjectNode describe(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode found = answer.putArray("tasks");
        ArrayNode failures = answer.putArray("failures");
        for (String arn : DeployedTemplate.list(request.path("tasks"))) {
            Optional.ofNullable(tasks.get(arn))
                    .ifPresentOrElse(
                            task -> found.add(task.describe(arn)),
                            () -> failures.addObject().put("arn", arn).put("reason", "MISSING"));
        }
        return answer;
    }

    private Optional<ObjectNode> stop(JsonNode request) {
        String arn = request.path("task").asText();
        Started task = tasks.get(arn);
        if (task == null) {
            return Optional.empty();
        }
        Started stopped = new Started(
                task.group(), task.process(), Optional.of(request.path("reason").asText()));
        if (task.process().isAlive()) {
            tasks.put(arn, stopped);
            task.process().destroy();
            signal("CONT", task.process());
        }
        return Optional.of(JSON.createObjectNode().set("task", tasks.get(arn).describe(arn)));
    }

    @Override
    public void close() {
        super.close();
        synchronized (this) {
            for (Started task : tasks.values()) {
                var unused = task.process().destroyForcibly().onExit().join();
            }
        }
    }
}
