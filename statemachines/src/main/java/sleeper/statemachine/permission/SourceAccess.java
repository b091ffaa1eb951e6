package sleeper.statemachine.permission;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.platform.Platform;
import sleeper.core.util.Require;
import sleeper.statemachine.Substitutions;

/**
 * What the owner of a bucket must grant so that an instance's jobs may read from it.
 *
 * @param bucket     its name
 * @param statements of the policy of each role that reads what jobs name; by sid
 * @param roles      the ARNs of those roles, as they are in the policies' order
 */
public record SourceAccess(String bucket, List<Statement> statements, List<String> roles) {
    private static final String BUCKET_NAME = "SourceBucketName";

    public SourceAccess {
        Require.notBlank("bucket", bucket);
        statements = List.copyOf(statements);
        roles = List.copyOf(roles);
    }

    /**
     * The account that an instance is in, as ARNs name it.
     *
     * @param partition such as {@code aws}
     * @param id        its twelve digits, or what stands for them
     */
    public record Account(String partition, String id) {}

    /** @param instance id of the instance whose jobs are to read, with the platforms that are deployed */
    public static SourceAccess of(String bucket, String instance, Set<Platform> platforms, Account account) {
        Permissions permissions = Permissions.load();
        Set<String> stacks = platforms.stream()
                .map(platform -> platform.description().stack())
                .collect(Collectors.toUnmodifiableSet());
        InstanceShape shape =
                new InstanceShape(stacks, "s3", Map.of("AwsPartition", account.partition(), BUCKET_NAME, bucket));
        List<RoleGrants> readers = permissions.roles(shape).stream()
                .filter(role -> !sourceGrants(role).isEmpty())
                .toList();
        List<Statement> statements = new PolicyWriter(
                        permissions.names().stream().collect(Collectors.toMap(PolicyName::name, name -> name)),
                        shape.substitutions())
                .statements(
                        readers.get(0).word(),
                        readers.stream()
                                .flatMap(role -> sourceGrants(role).stream())
                                .toList());
        InstanceNames names = new InstanceNames(instance);
        return new SourceAccess(
                bucket,
                statements,
                readers.stream()
                        .map(role -> "arn:" + account.partition() + ":iam::" + account.id() + ":role/"
                                + names.role(role.word()))
                        .toList());
    }

    private static List<Grant> sourceGrants(RoleGrants role) {
        return role.grants().stream()
                .filter(grant -> grant.resources().stream()
                        .anyMatch(resource -> Substitutions.namesIn(resource).contains(BUCKET_NAME)))
                .toList();
    }

    /** @return the policy that each role needs */
    public ObjectNode policy() {
        return Statement.document(statements);
    }

    /** @return the bucket's policy, which a bucket of another account needs besides */
    public ObjectNode bucketPolicy() {
        ObjectNode document = policy();
        document.path("Statement").forEach(statement -> {
            ArrayNode principals =
                    ((ObjectNode) statement).putObject("Principal").putArray("AWS");
            roles.forEach(principals::add);
        });
        return document;
    }
}
