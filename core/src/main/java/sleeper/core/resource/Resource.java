package sleeper.core.resource;

import sleeper.core.platform.ResourceKind;
import sleeper.core.util.Require;

/**
 * Something that an attempt created, as its service shows it.
 *
 * @param kind  what it is
 * @param id    the service's own id of it, such as an ARN; finds it for as long as the service knows it
 * @param ended whether it does nothing and costs nothing any more; what is only asked to end has not ended
 * @param state the service's word for where it stands, for people
 */
public record Resource(ResourceKind kind, String id, boolean ended, String state) {
    public Resource {
        Require.notNull("kind", kind);
        Require.notBlank("id", id);
        Require.notNull("state", state);
    }
}
