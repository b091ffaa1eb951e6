package sleeper.deploy.end;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;

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
    private final StackResources resources;

    StackEnd(String name, DeployClients clients, AwsCalls calls, Surroundings surroundings) {
        this.name = name;
        this.clients = clients;
        this.calls = calls;
        this.surroundings = surroundings;
        this.resources = new StackResources(name, clients, calls);
    }

    StackResources resources() {
        return resources;
    }

    /** @return the stack by its name, or its id once it is deleted; empty if there is none */
    private Optional<Stack> find(String nameOrId) {
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
            resources.notDeleted().forEach(reason -> talk.say("not deleted: " + reason));
            talk.say("trying once more ...");
            again.run();
            if (!isDeleted(id, talk)) {
                throw notDeleted();
            }
        }
    }

    private boolean isDeleted(String id, Talk talk) {
        var unused = calls.ask(
                "The stack was not deleted.",
                "cloudformation:DeleteStack",
                "the stack " + name,
                () -> clients.cloudFormation().deleteStack(request -> request.stackName(id)));
        Instant end = surroundings.clock().instant().plus(PATIENCE);
        String told = "";
        while (surroundings.clock().instant().isBefore(end)) {
            // A stack that could not be deleted before says so until the new deletion has begun.
            surroundings.pause().sleep(PAUSE);
            String status = find(id).map(Stack::stackStatusAsString).orElse("DELETE_COMPLETE");
            if (!status.equals(told)) {
                talk.say("stack " + name + ": " + status);
                told = status;
            }
            if (status.equals("DELETE_COMPLETE") || status.equals("DELETE_FAILED")) {
                return status.equals("DELETE_COMPLETE");
            }
        }
        throw OutcomeUnknownException.of(
                "The stack " + name + " is still being deleted.",
                "the stack " + name,
                "not gone after " + PATIENCE.toHours() + " hours",
                "Look at its events in the console, and run the command again: it goes on from there.",
                null);
    }

    private TransientFailureException notDeleted() {
        return new TransientFailureException(
                "The stack " + name + " was not deleted.",
                List.of(new Fault(
                        ErrorCode.WRONG_STATUS,
                        "the stack " + name,
                        "DELETE_FAILED: " + String.join("; ", resources.notDeleted()),
                        "DELETE_COMPLETE",
                        "Mend what it says, and run the command again: it goes on from there.")),
                null);
    }
}
