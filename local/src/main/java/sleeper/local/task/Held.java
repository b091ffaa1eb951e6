package sleeper.local.task;

import java.time.Instant;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.util.Require;

/**
 * Something that a stand-in holds, as its record says, for people.
 *
 * @param resource  what it is and how it stands
 * @param name      that it was given
 * @param asked     what was asked for, in words; empty if nothing was
 * @param given     what it has on this machine, in words; empty if nothing yet
 * @param since     when it came to its state
 * @param permanent whether it is the instance's own, which no attempt made
 */
public record Held(Resource resource, String name, String asked, String given, Instant since, boolean permanent) {
    public Held {
        Require.notNull("resource", resource);
        Require.notNull("name", name);
        Require.notNull("since", since);
    }

    public ResourceKind kind() {
        return resource.kind();
    }
}
