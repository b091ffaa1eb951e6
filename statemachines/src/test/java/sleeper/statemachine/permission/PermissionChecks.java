package sleeper.statemachine.permission;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds permissions against what was recorded, and against the list of those that nothing records. */
final class PermissionChecks {
    private static final Set<String> OF_OUR_CODE =
            Need.all().stream().map(Need::role).collect(Collectors.toUnmodifiableSet());

    private static final List<String> LISTED = Need.lines("unrecorded.txt");

    private PermissionChecks() {}

    /** @return what is asked for, or listed, and not granted, in words */
    static List<String> missing(Permissions permissions) {
        Map<String, List<Statement>> policies = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (Need need : Need.all()) {
            List<Statement> policy = policies.computeIfAbsent(
                    need.role() + " " + need.driver(),
                    key -> permissions.policyOf(need.role(), Need.shape(need.driver())));
            if (policy.stream().noneMatch(need::isGrantedBy)) {
                missing.add("role " + need.role() + " needs " + need.action() + " on " + need.resource() + " (driver "
                        + need.driver() + ")");
            }
        }
        List<String> granted = unrecorded(permissions);
        LISTED.stream()
                .filter(line -> !granted.contains(line))
                .forEach(line -> missing.add("listed and not granted: " + line));
        return missing;
    }

    /** @return the grants that no recording shows, a line for each: where it stands, its sid and its actions */
    static List<String> unrecorded(Permissions permissions) {
        Stream<String> ofTasks = permissions.tasks().stream()
                .flatMap(task -> task.grants().stream().map(grant -> line("task " + task.resource(), grant)));
        Stream<String> ofRoles = permissions.roles().stream()
                .flatMap(role -> role.grants().stream()
                        .filter(grant ->
                                !isOfOurCode(role) || grant.unrecorded().isPresent())
                        .map(grant -> line("role " + role.word(), grant)));
        return Stream.concat(ofTasks, ofRoles).distinct().sorted().toList();
    }

    /** @return whether what is asked for in the role is sent by code of ours */
    static boolean isOfOurCode(RoleGrants role) {
        return OF_OUR_CODE.contains(role.word());
    }

    private static String line(String where, Grant grant) {
        return where + " " + grant.sid() + " " + String.join(",", grant.actions()) + " "
                + String.join(",", grant.resources()) + conditions(grant);
    }

    private static String conditions(Grant grant) {
        return grant.conditions().isEmpty() ? "" : " if " + grant.sortedConditions();
    }
}
