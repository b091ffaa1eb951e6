package sleeper.deploy.end;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import sleeper.core.deployment.InstanceNames;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.StackXml;
import sleeper.deploy.StackXml.Resource;
import sleeper.deploy.Talk;
import sleeper.deploy.end.Destroy.Jobs;

/** What a deployment that failed at once has left of the instance {@code prod}: a stack, with nothing in it. A test adds what is there. */
final class InstanceDouble implements AutoCloseable {
    static final Duration LIMIT = Duration.ofMinutes(3);

    private final List<String> said = new ArrayList<>();
    private final AwsDouble aws;
    private boolean answer = true;

    InstanceDouble() throws IOException {
        aws = new AwsDouble()
                .on("GetCallerIdentity", StackXml.CALLER)
                .on("ListStackResources", StackXml.resources(""))
                .on("GetTemplate", StackXml.template(Map.of()))
                .on("DeleteStack", "<DeleteStackResponse/>")
                .refuseByJson("ListExecutions", 400, "StateMachineDoesNotExist")
                .refuseByJson("GetQueueUrl", 400, "QueueDoesNotExist")
                .refuseByJson("GET /schedules", 404, "ResourceNotFoundException")
                .refuseByJson("ListTasks", 400, "ClusterNotFoundException")
                .on("ListClusters", "{\"Clusters\":[]}")
                .refuseByJson("GET /clusters/sleeper-prod", 404, "ResourceNotFoundException");
        statuses("ROLLBACK_COMPLETE", "ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", "DELETE_COMPLETE");
    }

    AwsDouble aws() {
        return aws;
    }

    /** @param statuses of the stack, one after the other; two looks come before the first request to delete it */
    void statuses(String... statuses) {
        aws.inTurn(
                "DescribeStacks",
                List.of(statuses).stream()
                        .map(status -> StackXml.stack("sleeper-prod", status))
                        .toArray(String[]::new));
    }

    void has(Resource... resources) {
        aws.on("ListStackResources", StackXml.resources("", resources));
    }

    /** Has queues be there, which hold so many messages, one count at each look at them all. */
    void queues(int... messages) {
        aws.on("GetQueueUrl", body -> new Reply(200, "{\"QueueUrl\":\"http://queues/" + nameIn(body) + "\"}"));
        int[] looks = {0};
        aws.on("GetQueueAttributes", body -> {
            if (!body.contains("prod-AutoJobQ")) {
                return new Reply(200, "{\"Attributes\":{}}");
            }
            int count = messages[Math.min(looks[0]++, messages.length - 1)];
            return new Reply(200, "{\"Attributes\":{\"ApproximateNumberOfMessages\":\"" + count + "\"}}");
        });
    }

    private static String nameIn(String body) {
        return body.replaceAll(".*\"QueueName\":\"([^\"]+)\".*", "$1");
    }

    /** Has a machine's executions run, by their names in one list at each look at it, and none of the other machine. */
    void executions(String machine, List<List<String>> looks) {
        int[] look = {0};
        aws.on(
                "ListExecutions",
                body -> new Reply(
                        200,
                        body.contains("sleeper-prod-" + machine + "\"")
                                ? executions(looks.get(Math.min(look[0]++, looks.size() - 1)))
                                : executions(List.of())));
    }

    static String executions(List<String> names) {
        return "{\"executions\":["
                + String.join(
                        ",",
                        names.stream()
                                .map(name -> "{\"name\":\"" + name + "\",\"executionArn\":\"arn:" + name
                                        + "\",\"status\":\"RUNNING\",\"startDate\":1.0}")
                                .toList())
                + "]}";
    }

    /** What is answered to the question whether to go on. */
    void answer(boolean yes) {
        answer = yes;
    }

    boolean destroy(Jobs jobs) {
        return destroy(jobs, true);
    }

    boolean destroy(Jobs jobs, boolean confirmed) {
        return new Destroy(new InstanceNames("prod"), aws.clients(), aws.surroundings(), new Said())
                .run(jobs, LIMIT, confirmed);
    }

    List<String> said() {
        return said;
    }

    /** @return how often an operation was asked for */
    int count(String operation) {
        return (int) aws.asked().stream().filter(operation::equals).count();
    }

    /** @return places of an operation among those that were asked for */
    List<Integer> places(String operation) {
        List<String> asked = aws.asked();
        return IntStream.range(0, asked.size())
                .filter(i -> asked.get(i).equals(operation))
                .boxed()
                .toList();
    }

    /** Keeps what is said. */
    private final class Said implements Talk {
        @Override
        public void say(String text) {
            said.add(text);
        }

        @Override
        public boolean confirm(String question) {
            said.add(question);
            return answer;
        }

        @Override
        public void result(ObjectNode json, String words) {
            said.add(words + " " + json);
        }
    }

    @Override
    public void close() {
        aws.close();
    }
}
