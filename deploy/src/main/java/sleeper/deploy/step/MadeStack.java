package sleeper.deploy.step;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.InstanceSettings;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.statestore.instance.UnreachableException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/**
 * What CloudFormation has made, as far as steps after it need to know.
 *
 * @param properties of the instance that only the deployment can know
 */
public record MadeStack(Map<String, String> properties) {
    public MadeStack {
        properties = Map.copyOf(properties);
    }

    /**
     * Reads the stack's outputs. Each that is a property says so: a queue's by its description, the role's by the name that it is exported
     * by.
     *
     * @throws UnreachableException if the stack is not there; others as of {@link AwsCalls}
     */
    public static MadeStack of(String stack, DeployClients clients, AwsCalls calls) {
        Stack found = calls.askAboutStack(
                        "What the stack has made was not read.",
                        "cloudformation:DescribeStacks",
                        stack,
                        () -> clients.cloudFormation().describeStacks(request -> request.stackName(stack)))
                .map(DescribeStacksResponse::stacks)
                .flatMap(stacks -> stacks.stream().findFirst())
                .orElseThrow(() -> new UnreachableException(
                        "the stack " + stack, "no such stack", "Deploy again: it was deleted meanwhile.", null));
        Map<String, String> properties = new TreeMap<>();
        found.outputs()
                .forEach(output -> property(output).ifPresent(name -> properties.put(name, output.outputValue())));
        return new MadeStack(properties);
    }

    private static Optional<String> property(Output output) {
        for (JobQueue queue : JobQueue.values()) {
            if (queue.urlProperty().equals(output.description())) {
                return Optional.of(queue.urlProperty());
            }
        }
        String role = InstanceSettings.INGEST_ROLE_ARN.name();
        return Optional.ofNullable(output.exportName())
                .filter(exported -> exported.endsWith("-" + role))
                .map(unused -> role);
    }
}
