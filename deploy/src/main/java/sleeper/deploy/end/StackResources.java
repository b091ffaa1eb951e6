package sleeper.deploy.end;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sleeper.core.json.StoredJson;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;

/** What a stack consists of, as CloudFormation knows it. */
final class StackResources {
    /** Type of the applications of EMR Serverless, which is not in all regions. */
    static final String SERVERLESS = "AWS::EMRServerless::Application";

    static final String VPC = "AWS::EC2::VPC";
    static final String BUCKET = "AWS::S3::Bucket";

    private static final Set<String> STORES = Set.of(BUCKET, "AWS::DynamoDB::Table");
    /** The stack has nothing of the name: it is gone, or somebody else's that was in the way ("Resource status codes"). */
    private static final Set<String> NOT_OWNED =
            Set.of("CREATE_FAILED", "DELETE_COMPLETE", "IMPORT_FAILED", "IMPORT_ROLLBACK_COMPLETE");

    private static final String SKIPPED = "DELETE_SKIPPED";

    private final String stack;
    private final DeployClients clients;
    private final AwsCalls calls;

    StackResources(String stack, DeployClients clients, AwsCalls calls) {
        this.stack = stack;
        this.clients = clients;
        this.calls = calls;
    }

    /**
     * A bucket or table of the stack.
     *
     * @param isKept    whether it outlives the stack
     * @param isEmptied whether it is a bucket whose template says that it does not
     */
    record Store(String type, String name, boolean isKept, boolean isEmptied) {}

    /** @return all resources that the stack has or had; empty if there is no such stack */
    List<StackResourceSummary> all() {
        List<StackResourceSummary> found = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            Optional<ListStackResourcesResponse> page = calls.askAboutStack(
                    "What the stack consists of was not found out.",
                    "cloudformation:ListStackResources",
                    stack,
                    () -> clients.cloudFormation()
                            .listStackResources(
                                    request -> request.stackName(stack).nextToken(from)));
            page.ifPresent(resources -> found.addAll(resources.stackResourceSummaries()));
            token = page.map(ListStackResourcesResponse::nextToken).orElse(null);
        } while (token != null);
        return found;
    }

    /** @return whether the stack has, or had, a resource of a type */
    boolean hasHad(String type) {
        return all().stream().anyMatch(resource -> resource.resourceType().equals(type));
    }

    /** @return the ids of the resources of a type that the stack has */
    List<String> ids(String type) {
        return all().stream()
                .filter(resource -> resource.resourceType().equals(type) && isOwned(resource))
                .map(StackResourceSummary::physicalResourceId)
                .toList();
    }

    private static boolean isOwned(StackResourceSummary resource) {
        String id = resource.physicalResourceId();
        return id != null && !id.isBlank() && !NOT_OWNED.contains(resource.resourceStatusAsString());
    }

    /** @return the buckets and tables that the stack has, or has left behind; none that only bears a name of one */
    List<Store> stores() {
        List<StackResourceSummary> owned = all().stream()
                .filter(resource -> STORES.contains(resource.resourceType()) && isOwned(resource))
                .toList();
        if (owned.isEmpty()) {
            return List.of();
        }
        JsonNode template = template();
        return owned.stream().map(resource -> store(resource, template)).toList();
    }

    /** Of what says nothing CloudFormation deletes a table, and a bucket that is empty (user guide, "DeletionPolicy attribute"). */
    private static Store store(StackResourceSummary resource, JsonNode template) {
        String policy = template.path("Resources")
                .path(resource.logicalResourceId())
                .path("DeletionPolicy")
                .asText();
        boolean isKept = resource.resourceStatusAsString().equals(SKIPPED) || policy.startsWith("Retain");
        boolean isEmptied =
                !isKept && policy.equals("Delete") && resource.resourceType().equals(BUCKET);
        return new Store(resource.resourceType(), resource.physicalResourceId(), isKept, isEmptied);
    }

    private JsonNode template() {
        return calls.askAboutStack(
                        "The template was not read.",
                        "cloudformation:GetTemplate",
                        stack,
                        () -> clients.cloudFormation()
                                .getTemplate(request -> request.stackName(stack))
                                .templateBody())
                .filter(text -> !text.isBlank())
                .map(text -> StoredJson.parse("the template of " + stack, text))
                .orElseGet(StoredJson::object);
    }

    /** @return what could not be deleted, each with CloudFormation's reason */
    List<String> notDeleted() {
        return all().stream()
                .filter(resource -> resource.resourceStatusAsString().equals("DELETE_FAILED"))
                .map(resource -> resource.logicalResourceId() + " (" + resource.resourceType() + " "
                        + resource.physicalResourceId() + "): " + resource.resourceStatusReason())
                .toList();
    }
}
