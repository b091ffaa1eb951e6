package sleeper.statemachine.permission;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import sleeper.statemachine.Substitutions;

/** Makes a policy of grants: values in place of names, one statement for each sid. */
final class PolicyWriter {
    private final Map<String, PolicyName> names;
    private final Map<String, String> values;
    private final SortedSet<String> missing = new TreeSet<>();

    PolicyWriter(Map<String, PolicyName> names, Map<String, String> values) {
        this.names = names;
        this.values = values;
    }

    List<Statement> statements(String role, List<Grant> grants) {
        Map<String, Grant> bySid = new TreeMap<>();
        Map<String, SortedSet<String>> resources = new TreeMap<>();
        for (Grant grant : grants) {
            bySid.put(grant.sid(), grant);
            SortedSet<String> ofSid = resources.computeIfAbsent(grant.sid(), sid -> new TreeSet<>());
            grant.resources().forEach(resource -> ofSid.addAll(substituted(resource)));
        }
        List<Statement> statements = new ArrayList<>();
        bySid.forEach((sid, grant) -> {
            Map<String, Map<String, List<String>>> conditions = conditions(grant);
            if (!resources.get(sid).isEmpty()) {
                statements.add(new Statement(
                        sid, grant.actions().stream().sorted().toList(), List.copyOf(resources.get(sid)), conditions));
            }
        });
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("The policy of the role '" + role + "' needs values for " + missing
                    + ", and the instance has none. Permissions.names says what each stands for.");
        }
        return statements;
    }

    private Map<String, Map<String, List<String>>> conditions(Grant grant) {
        Map<String, Map<String, List<String>>> conditions = new LinkedHashMap<>();
        grant.sortedConditions().forEach((operator, keys) -> {
            Map<String, List<String>> ofOperator = new LinkedHashMap<>();
            keys.forEach((key, wanted) -> ofOperator.put(
                    key,
                    wanted.stream()
                            .flatMap(value -> substituted(value).stream())
                            .sorted()
                            .toList()));
            conditions.put(operator, ofOperator);
        });
        return conditions;
    }

    /** @return a text for each value of the list that it names; none if what it names is optional and has no value */
    private List<String> substituted(String pattern) {
        List<String> texts = List.of(pattern);
        for (String name : Substitutions.namesIn(pattern)) {
            Optional<PolicyName> known = Optional.ofNullable(names.get(name));
            String value = values.getOrDefault(name, "");
            if (value.isEmpty()) {
                if (known.filter(PolicyName::optional).isEmpty()) {
                    missing.add(name);
                }
                texts = List.of();
                continue;
            }
            List<String> each = known.filter(PolicyName::list).isPresent() ? List.of(value.split(",")) : List.of(value);
            texts = texts.stream()
                    .flatMap(text -> each.stream().map(one -> text.replace("${" + name + "}", one.strip())))
                    .toList();
        }
        return texts;
    }
}
