package sleeper.statemachine.permission;

import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;

/**
 * What a state machine's role needs for the Tasks of one resource.
 *
 * @param resource ARN pattern, as the state machines' files have it
 * @param grants   in the order of the file
 * @param none     why there are no grants; present where there are none
 */
public record TaskPermissions(String resource, List<Grant> grants, Optional<String> none) {
    /** Stands before the service in the resource of every integration that is used. */
    private static final String INTEGRATION = ":states:::";

    public TaskPermissions {
        Require.notBlank("resource", resource);
        grants = List.copyOf(grants);
        Require.notNull("none", none);
    }

    /** @return whether it is of a Task's resource, whose partition may be a value that is not known yet */
    boolean isOf(String taskResource) {
        return integrationOf(resource).equals(integrationOf(taskResource));
    }

    private static String integrationOf(String resource) {
        return resource.substring(Math.max(0, resource.indexOf(INTEGRATION)));
    }
}
