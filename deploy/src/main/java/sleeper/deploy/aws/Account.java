package sleeper.deploy.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * Who deploys, and where.
 *
 * @param id     of the account, 12 digits
 * @param region of the deployment
 * @param caller ARN of the user, or of the session of a role
 */
public record Account(String id, Region region, String caller) {
    private static final Pattern SESSION = Pattern.compile("arn:[^:]+:sts::\\d+:assumed-role/([^/]+)/.+");

    /** @throws sleeper.statestore.instance.UnreachableException and others as of {@link AwsCalls} */
    public static Account of(DeployClients clients, AwsCalls calls) {
        GetCallerIdentityResponse caller = calls.ask(
                "Who deploys is not known.",
                "sts:GetCallerIdentity",
                "the credentials",
                () -> clients.sts().getCallerIdentity());
        return new Account(caller.account(), clients.region(), caller.arn());
    }

    /**
     * A session bears its role's name, but not its path, which the access entry of a cluster must have (EKS user guide, "Create access
     * entries").
     *
     * @return ARN of the user or role
     */
    public String principal(DeployClients clients, AwsCalls calls) {
        Matcher session = SESSION.matcher(caller);
        if (!session.matches()) {
            return caller;
        }
        String role = session.group(1);
        GetRoleResponse found = calls.ask(
                "The role that deploys was not found, which is to make what is within the EKS cluster.",
                "iam:GetRole",
                role(role),
                () -> clients.iam().getRole(request -> request.roleName(role)));
        return found.role().arn();
    }

    /** @return such as {@code arn:aws:states:eu-west-2:123456789012:stateMachine:NAME} */
    public String arn(String service, String resource) {
        return arn(service, region.id(), resource);
    }

    /** @return ARN of a role that has no path */
    public String role(String name) {
        return arn("iam", "", "role/" + name);
    }

    /** @return the host of its images */
    public String registry() {
        return id + ".dkr.ecr." + region.id() + "."
                + PartitionMetadata.of(region).dnsSuffix();
    }

    private String arn(String service, String where, String resource) {
        return "arn:" + PartitionMetadata.of(region).id() + ":" + service + ":" + where + ":" + id + ":" + resource;
    }
}
