package sleeper.deploy.aws;

import java.util.Optional;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.json.StoredJson;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackStatus;

/** Whether a stack is an instance's, since anybody may give one a name that begins so. */
public final class StackOwner {
    private final DeployClients clients;
    private final AwsCalls calls;

    public StackOwner(DeployClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /**
     * @param stack of an instance's name
     * @return whether it has an instance's description, or nothing was made of it yet; errors as of {@link AwsCalls}
     */
    public boolean isInstance(Stack stack, InstanceNames names) {
        if (stack.stackStatus() == StackStatus.REVIEW_IN_PROGRESS) {
            return true;
        }
        String described = Optional.ofNullable(stack.description())
                .filter(text -> !text.isBlank())
                .orElseGet(() -> ofTemplate(stack));
        return described.equals(names.stackDescription());
    }

    private String ofTemplate(Stack stack) {
        return calls.askAboutStack(
                        "The template was not read.",
                        "cloudformation:GetTemplate",
                        stack.stackName(),
                        () -> clients.cloudFormation()
                                .getTemplate(request -> request.stackName(stack.stackName()))
                                .templateBody())
                .filter(text -> text.startsWith("{"))
                .map(text -> StoredJson.parse("the template of " + stack.stackName(), text))
                .map(template -> template.path("Description").asText())
                .orElse("");
    }
}
