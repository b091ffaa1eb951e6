package sleeper.deploy.end;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.json.StoredJson;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** The stack of an instance, as long as it is there. */
final class StackEnd {
    private static final String ACTION = "cloudformation:DescribeStacks";
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** An EKS cluster and its network take most of an hour. */
    private static final Duration PATIENCE = Duration.ofHours(2);

    private final String name;
    private final DeployClients clients;
    private final AwsCalls calls;
    private final Surroundings surroundings;

    StackEnd(String name, DeployClients clients, AwsCalls calls, Surroundings surroundings) {
        this.name = name;
        this.clients = clients;
        this.calls = calls;
        this.surroundings = surroundings;
    }

    /** @return the stack by its name, or its id once it is deleted; empty if there is none */
    Optional<Stack> find(String nameOrId) {
        return calls.askAboutStack(
                        "The stack was not looked at.",
                        ACTION,
                        name,
                        () -> clients.cloudFormation().describeStacks(request -> request.stackName(nameOrId)))
                .map(DescribeStacksResponse::stacks)
                .flatMap(stacks -> stacks.stream().findFirst());
    }

    Optional<Stack> find() {
        return find(name);
    }

    /** A thing of the stack. */
    record Thing(String type, String name, boolean isKept) {}

    /** @return buckets and tables of the stack's template; empty if it has none yet */
    List<Thing> stores() {
        List<Thing> found = new ArrayList<>();
        Optional<String> template = calls.askAboutStack(
                "The template was not read.",
                "cloudformation:GetTemplate",
                name,
                () -> clients.cloudFormation()
                        .getTemplate(request -> request.stackName(name))
                        .templateBody());
        template.filter(text -> !text.isBlank())
                .map(text -> StoredJson.parse("the template of " + name, text))
                .map(json -> json.path("Resources"))
                .ifPresent(resources ->
                        resources.forEach(resource -> thing(resource).ifPresent(found::add)));
        return found;
    }

    private static Optional<Thing> thing(JsonNode resource) {
        String type = resource.path("Type").asText();
        String property = switch (type) {
            case "AWS::S3::Bucket" -> "BucketName";
            case "AWS::DynamoDB::Table" -> "TableName";
            default -> "";
        };
        return property.isEmpty()
                ? Optional.empty()
                : Optional.of(new Thing(
                        type,
                        resource.path("Properties").path(property).asText(),
                        !resource.path("DeletionPolicy").asText().equals("Delete")));
    }

    /**
     * Deletes the stack, and waits until it is gone.
     *
     * @param again makes ready for another try where something could not be deleted; is asked once
     */
    void delete(Talk talk, Runnable again) {
        Optional<Stack> there = find();
        if (there.isEmpty()) {
            return;
        }
        String id = there.get().stackId();
        if (!isDeleted(id, talk)) {
            talk.say("Something could not be deleted; trying once more ...");
            again.run();
            if (!isDeleted(id, talk)) {
                throw notDeleted(id);
            }
        }
    }

    private boolean isDeleted(String id, Talk talk) {
        var unused = calls.ask(
                "The stack was not deleted.",
                "cloudformation:DeleteStack",
                name,
                () -> clients.cloudFormation().deleteStack(request -> request.stackName(id)));
        Instant end = surroundings.clock().instant().plus(PATIENCE);
        String told = "";
        while (surroundings.clock().instant().isBefore(end)) {
            String status = find(id).map(Stack::stackStatusAsString).orElse("DELETE_COMPLETE");
            if (!status.equals(told)) {
                talk.say("stack " + name + ": " + status);
                told = status;
            }
            if (status.equals("DELETE_COMPLETE") || status.equals("DELETE_FAILED")) {
                return status.equals("DELETE_COMPLETE");
            }
            surroundings.pause().sleep(PAUSE);
        }
        throw new OutcomeUnknownException(
                "The stack " + name + " is still being deleted.",
                List.of(new Fault(
                        ErrorCode.OUTCOME_UNKNOWN,
                        "the stack " + name,
                        "not gone after " + PATIENCE.toHours() + " hours",
                        "",
                        "Look at its events in the console, and run the command again: it goes on from there.")),
                null);
    }

    private TransientFailureException notDeleted(String id) {
        List<StackEvent> events = calls.ask(
                        "Why is not known.",
                        "cloudformation:DescribeStackEvents",
                        name,
                        () -> clients.cloudFormation().describeStackEvents(request -> request.stackName(id)))
                .stackEvents();
        String reasons = events.stream()
                .filter(event -> event.resourceStatusAsString().equals("DELETE_FAILED"))
                .filter(event -> !event.resourceType().equals("AWS::CloudFormation::Stack"))
                .map(event ->
                        event.logicalResourceId() + " (" + event.resourceType() + "): " + event.resourceStatusReason())
                .distinct()
                .collect(Collectors.joining("; "));
        return new TransientFailureException(
                "The stack " + name + " was not deleted.",
                List.of(new Fault(
                        ErrorCode.WRONG_STATUS,
                        "the stack " + name,
                        "DELETE_FAILED: " + reasons,
                        "DELETE_COMPLETE",
                        "Mend what it says, and run the command again: it goes on from there.")),
                null);
    }
}
