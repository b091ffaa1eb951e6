package sleeper.statemachine.permission;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sleeper.statemachine.Substitutions;

/** The rules that grants keep. */
final class GrantRules {
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]+");
    private static final Pattern ACTION = Pattern.compile("[a-z0-9-]+:[A-Z][A-Za-z0-9]*");
    private static final Pattern ARN = Pattern.compile("arn:\\$\\{AwsPartition}:[a-z0-9-]+:([^:]*):([^:]*):.+");
    private static final String ANY = "*";
    private static final String PASS_ROLE = "iam:PassRole";
    private static final String PASSED_TO = "iam:PassedToService";

    private final Map<String, PolicyName> names = new LinkedHashMap<>();
    private final Set<String> usedNames = new LinkedHashSet<>();
    private final List<String> faults;

    /** @param faults receives what breaks a rule */
    GrantRules(List<PolicyName> names, List<String> faults) {
        names.forEach(name -> this.names.put(name.name(), name));
        this.faults = faults;
    }

    void check(List<TaskPermissions> tasks, List<RoleGrants> roles) {
        tasks.forEach(task -> task.grants()
                .forEach(grant -> checkGrant(grant, "Task " + task.resource() + ", " + grant.sid(), true)));
        roles.forEach(role -> {
            role.grants().forEach(grant -> checkGrant(grant, "role " + role.word() + ", " + grant.sid(), false));
            checkSids(role, tasks);
        });
        names.keySet().stream()
                .filter(name -> !usedNames.contains(name))
                .forEach(name -> faults.add("no grant holds the name ${" + name + "}; take it out of names"));
    }

    private void checkGrant(Grant grant, String place, boolean ofTask) {
        if (!SID.matcher(grant.sid()).matches()) {
            faults.add(place + ": a sid has letters and digits only");
        }
        if (grant.actions().isEmpty() || grant.resources().isEmpty()) {
            faults.add(place + ": it has no actions or no resources");
        }
        grant.actions().stream()
                .filter(action -> !ACTION.matcher(action).matches())
                .forEach(action -> faults.add(
                        place + ": the action '" + action + "' is not of the form service:Action, without wildcards"));
        grant.resources().forEach(resource -> checkResource(grant, resource, place, ofTask));
        checkPassRole(grant, place);
        texts(grant).flatMap(text -> Substitutions.namesIn(text).stream()).forEach(name -> {
            usedNames.add(name);
            if (!names.containsKey(name)) {
                faults.add(place + ": the name ${" + name + "} is not among names");
            }
        });
    }

    private static Stream<String> texts(Grant grant) {
        return Stream.concat(
                grant.resources().stream(),
                grant.conditions().values().stream()
                        .flatMap(keys -> keys.values().stream())
                        .flatMap(List::stream));
    }

    private void checkResource(Grant grant, String resource, String place, boolean ofTask) {
        if (resource.startsWith(Grant.OF_TASK)) {
            if (!ofTask) {
                faults.add(place + ": only a Task's grant may name a parameter, such as " + resource);
            }
            return;
        }
        var arn = ARN.matcher(resource);
        boolean isArn = arn.matches();
        if (!isArn && !resource.equals(ANY) && !isWholeName(resource)) {
            faults.add(
                    place + ": the resource '" + resource + "' is neither " + ANY + " nor an ARN of ${AwsPartition}");
        }
        boolean isWild = resource.equals(ANY)
                || (isArn && (arn.group(1).equals(ANY) || arn.group(2).equals(ANY)));
        if (isWild && grant.wildcard().isEmpty()) {
            faults.add(place + ": the resource '" + resource + "' needs a reason, as wildcard");
        }
    }

    /** A name whose value is an ARN. */
    private static boolean isWholeName(String resource) {
        return resource.startsWith("${") && resource.endsWith("Arn}") && resource.indexOf('}') == resource.length() - 1;
    }

    /** Who may pass any role, or to any service, may give itself all rights. */
    private void checkPassRole(Grant grant, String place) {
        if (!grant.actions().contains(PASS_ROLE)) {
            return;
        }
        if (grant.resources().stream().anyMatch(resource -> resource.contains(ANY))) {
            faults.add(place + ": " + PASS_ROLE + " is for named roles alone");
        }
        if (grant.conditions().values().stream().noneMatch(keys -> keys.containsKey(PASSED_TO))) {
            faults.add(place + ": " + PASS_ROLE + " needs the condition " + PASSED_TO);
        }
    }

    /** Grants that share a sid become one statement, so that only their resources may differ. */
    private void checkSids(RoleGrants role, List<TaskPermissions> tasks) {
        Map<String, Grant> first = new LinkedHashMap<>();
        Stream<Grant> ofTasks =
                role.machine().isPresent() ? tasks.stream().flatMap(task -> task.grants().stream()) : Stream.empty();
        Stream.concat(ofTasks, role.grants().stream()).forEach(grant -> {
            Grant same = first.putIfAbsent(grant.sid(), grant);
            if (same != null
                    && !(same.actions().equals(grant.actions())
                            && same.conditions().equals(grant.conditions()))) {
                faults.add("role " + role.word() + ", " + grant.sid()
                        + ": grants that share a sid differ in actions or conditions");
            }
        });
    }
}
