package sleeper.statemachine.permission;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.core.util.Require;

/**
 * Actions that a role needs, on the resources that it needs them on.
 *
 * @param sid        what it is for, in letters and digits; grants of one role that share it become one statement
 * @param actions    such as {@code s3:GetObject}; no wildcards
 * @param resources  ARN patterns with {@code ${Name}} for what a deployment knows; of a Task also {@code @Parameter} for the ARN that
 *                   the Task names by that parameter
 * @param conditions values by operator and key, such as {@code StringEquals}, {@code iam:PassedToService}
 * @param source     the document and section that says so, or the port of ours that sends the requests
 * @param wildcard   why the resource cannot be named; needed where one is {@code *}
 * @param driver     the commit-log driver that alone needs it; empty for any
 * @param stacks     the stacks of which one must be deployed; empty for any deployment
 * @param unrecorded why no recording of our code's requests shows it; empty where one does, or where a service of AWS acts in the role
 */
public record Grant(
        String sid,
        List<String> actions,
        List<String> resources,
        Map<String, Map<String, List<String>>> conditions,
        String source,
        Optional<String> wildcard,
        Optional<String> driver,
        List<String> stacks,
        Optional<String> unrecorded) {
    /** A resource that a Task names by a parameter begins with it. */
    static final String OF_TASK = "@";

    public Grant {
        Require.notBlank("sid", sid);
        actions = List.copyOf(actions);
        resources = List.copyOf(resources);
        conditions = Map.copyOf(conditions);
        Require.notBlank("source", source);
        Require.notNull("wildcard", wildcard);
        Require.notNull("driver", driver);
        stacks = List.copyOf(stacks);
        Require.notNull("unrecorded", unrecorded);
    }

    /** @return whether an instance of this shape needs it */
    boolean appliesTo(InstanceShape shape) {
        return driver.filter(only -> !only.equals(shape.driver())).isEmpty()
                && (stacks.isEmpty() || stacks.stream().anyMatch(shape.stacks()::contains));
    }

    /** @return the same on other resources */
    Grant on(List<String> others) {
        return new Grant(sid, actions, others, conditions, source, wildcard, driver, stacks, unrecorded);
    }

    /** @return in the order of their names */
    Map<String, Map<String, List<String>>> sortedConditions() {
        Map<String, Map<String, List<String>>> sorted = new TreeMap<>();
        conditions.forEach((operator, keys) -> sorted.put(operator, new TreeMap<>(keys)));
        return sorted;
    }
}
