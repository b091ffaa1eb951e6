package sleeper.statemachine.permission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each IAM role of a deployed instance may do. A state machine's role may do what the Tasks of its prepared definition need, and
 * what is listed for the role itself; any other role what is listed for it. Immutable.
 */
public final class Permissions {
    /** The most characters that the inline policies of a role have, blanks not counted (IAM user guide, "IAM and AWS STS quotas"). */
    public static final int MOST_POLICY_CHARACTERS = 10_240;

    private final Map<String, PolicyName> names;
    private final List<TaskPermissions> tasks;
    private final Map<String, RoleGrants> roles;

    Permissions(List<PolicyName> names, List<TaskPermissions> tasks, List<RoleGrants> roles) {
        this.names = names.stream()
                .collect(Collectors.toMap(PolicyName::name, name -> name, (a, b) -> a, LinkedHashMap::new));
        this.tasks = List.copyOf(tasks);
        this.roles = roles.stream()
                .collect(Collectors.toMap(RoleGrants::word, role -> role, (a, b) -> a, LinkedHashMap::new));
    }

    /**
     * Reads those that the project ships.
     *
     * @throws IllegalStateException if the file breaks a rule; all that it breaks are listed
     */
    public static Permissions load() {
        return PermissionsFile.read();
    }

    /** @return the names that patterns hold, beside {@code InstanceId} and the like; in the order of the file */
    public List<PolicyName> names() {
        return List.copyOf(names.values());
    }

    /** @return what each resource of a Task needs, in the order of the file */
    public List<TaskPermissions> tasks() {
        return tasks;
    }

    /** @return all roles, in the order of the file */
    public List<RoleGrants> roles() {
        return List.copyOf(roles.values());
    }

    /** @return the roles that an instance of this shape has */
    public List<RoleGrants> roles(InstanceShape shape) {
        return roles.values().stream().filter(role -> role.appliesTo(shape)).toList();
    }

    /** @throws IllegalArgumentException if there is no such role */
    public RoleGrants role(String word) {
        return Optional.ofNullable(roles.get(word))
                .orElseThrow(() -> new IllegalArgumentException("permissions.json has no role '" + word + "'; it has "
                        + String.join(", ", roles.keySet()) + "."));
    }

    /**
     * @param word of the role
     * @return the grants that apply, with names in their ARNs; of a state machine's role also those of its Tasks
     * @throws IllegalArgumentException if there is no such role, or a name that the machine's definition needs has no value
     */
    public List<Grant> grantsOf(String word, InstanceShape shape) {
        RoleGrants role = role(word);
        List<Grant> all = new ArrayList<>();
        role.machine().ifPresent(machine -> all.addAll(new TaskGrants(tasks).of(machine, shape)));
        all.addAll(role.grants());
        return all.stream().filter(grant -> grant.appliesTo(shape)).toList();
    }

    /**
     * @param word of the role
     * @return the statements of its policy, by sid; empty if it needs nothing
     * @throws IllegalArgumentException if there is no such role, or a name that is needed has no value
     */
    public List<Statement> policyOf(String word, InstanceShape shape) {
        return new PolicyWriter(names, shape.substitutions()).statements(word, grantsOf(word, shape));
    }
}
