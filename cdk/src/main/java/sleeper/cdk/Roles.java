package sleeper.cdk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.deployment.InstanceNames;
import sleeper.statemachine.StateMachineFile;
import sleeper.statemachine.permission.InstanceShape;
import sleeper.statemachine.permission.Permissions;
import sleeper.statemachine.permission.Statement;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.constructs.Construct;
import software.constructs.IDependable;

/**
 * The roles of an instance. What each may do comes from the catalogue of permissions, and from nowhere else: constructs get them as
 * roles that nothing can be added to.
 */
final class Roles {
    private final Construct scope;
    private final InstanceNames names;
    private final Permissions permissions;
    private final Map<String, Role> made = new HashMap<>();
    private final Map<String, String> services = new HashMap<>();

    Roles(Construct parent, InstanceNames names, Permissions permissions) {
        this.permissions = permissions;
        this.scope = new Construct(parent, "Roles");
        this.names = names;
    }

    /**
     * @param service that takes the role on, such as {@code lambda.amazonaws.com}; one service for a role
     * @return the role, made the first time, as constructs may have it
     */
    IRole of(String word, String service) {
        String first = services.computeIfAbsent(word, unused -> service);
        if (!first.equals(service)) {
            throw new IllegalStateException(
                    "the role " + word + " is " + first + "'s, and " + service + " asks for it");
        }
        return made.computeIfAbsent(
                        word,
                        unused -> Role.Builder.create(scope, word)
                                .roleName(names.role(word))
                                .description("sleeper " + names.id() + ": " + word)
                                .assumedBy(
                                        ServicePrincipal.Builder.create(service).build())
                                .build())
                .withoutPolicyUpdates();
    }

    /** @return the role of a state machine's executions */
    IRole of(StateMachineFile machine) {
        return of(wordOf(machine), "states.amazonaws.com");
    }

    private String wordOf(StateMachineFile machine) {
        return permissions.roles().stream()
                .filter(role -> role.machine().filter(machine::equals).isPresent())
                .findFirst()
                .orElseThrow()
                .word();
    }

    /** Makes a role whose trust is a text that CloudFormation fills in. */
    void trustedAs(String word, String document) {
        IRole unused = of(word, "sts.amazonaws.com");
        ((CfnRole) made.get(word).getNode().getDefaultChild()).setAssumeRolePolicyDocument(document);
    }

    /** @return what may be waited for by what is of no use before the role may do its part */
    IDependable permissionsOf(String word) {
        return made.get(word);
    }

    /** Gives each role that was made what it may do. */
    void grant(InstanceShape shape) {
        made.forEach((word, role) -> {
            List<Statement> statements = permissions.policyOf(word, shape);
            if (!statements.isEmpty()) {
                Policy unused = Policy.Builder.create(role, "Permissions")
                        .policyName("permissions")
                        .roles(List.of(role))
                        .statements(statements.stream().map(Roles::statement).toList())
                        .build();
            }
        });
    }

    private static PolicyStatement statement(Statement statement) {
        PolicyStatement.Builder builder = PolicyStatement.Builder.create()
                .sid(statement.sid())
                .actions(statement.actions())
                .resources(statement.resources());
        if (!statement.conditions().isEmpty()) {
            builder.conditions(statement.conditions());
        }
        return builder.build();
    }
}
