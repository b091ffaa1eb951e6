package sleeper.deploy.end;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/**
 * The security groups that EMR makes in a VPC with its first cluster, and leaves there (EMR management guide, "Working with Amazon
 * EMR-managed security groups"): the VPC cannot be deleted before them. Their rules name each other, so that all rules go first.
 */
final class EmrGroups {
    private static final String NOT_DELETED = "A security group of EMR was not deleted.";
    private static final String NAMES = "ElasticMapReduce-*";
    private static final Set<String> GONE = Set.of("InvalidGroup.NotFound", "InvalidPermission.NotFound");

    private final DeployClients clients;
    private final AwsCalls calls;

    EmrGroups(DeployClients clients, AwsCalls calls) {
        this.clients = clients;
        this.calls = calls;
    }

    /**
     * Deletes those of a VPC. No cluster may run there.
     *
     * @return ids of those that were deleted; errors as of {@link AwsCalls}
     */
    List<String> delete(String vpc) {
        List<SecurityGroup> groups = find(vpc);
        groups.forEach(this::revoke);
        List<String> deleted = new ArrayList<>();
        for (SecurityGroup group : groups) {
            var unused = calls.askAbout(
                    NOT_DELETED,
                    "ec2:DeleteSecurityGroup",
                    group.groupId(),
                    GONE,
                    () -> clients.ec2().deleteSecurityGroup(request -> request.groupId(group.groupId())));
            deleted.add(group.groupId());
        }
        return deleted;
    }

    private List<SecurityGroup> find(String vpc) {
        List<SecurityGroup> found = new ArrayList<>();
        String token = null;
        do {
            String from = token;
            DescribeSecurityGroupsResponse page = calls.ask(
                    NOT_DELETED,
                    "ec2:DescribeSecurityGroups",
                    vpc,
                    () -> clients.ec2()
                            .describeSecurityGroups(request -> request.nextToken(from)
                                    .filters(filter("vpc-id", vpc), filter("group-name", NAMES))));
            found.addAll(page.securityGroups());
            token = page.nextToken();
        } while (token != null);
        return found;
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private void revoke(SecurityGroup group) {
        if (!group.ipPermissions().isEmpty()) {
            var unused = calls.askAbout(
                    NOT_DELETED,
                    "ec2:RevokeSecurityGroupIngress",
                    group.groupId(),
                    GONE,
                    () -> clients.ec2()
                            .revokeSecurityGroupIngress(
                                    request -> request.groupId(group.groupId()).ipPermissions(group.ipPermissions())));
        }
        if (!group.ipPermissionsEgress().isEmpty()) {
            var unused = calls.askAbout(
                    NOT_DELETED,
                    "ec2:RevokeSecurityGroupEgress",
                    group.groupId(),
                    GONE,
                    () -> clients.ec2()
                            .revokeSecurityGroupEgress(request ->
                                    request.groupId(group.groupId()).ipPermissions(group.ipPermissionsEgress())));
        }
    }
}
