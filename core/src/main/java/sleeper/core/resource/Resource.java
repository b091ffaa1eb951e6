package sleeper.core.resource;

import sleeper.core.platform.ResourceKind;
import sleeper.core.util.Require;

/**
 * Something that an attempt created, as its service shows it.
 *
 * @param kind   what it is
 * @param id     the service's own id of it, such as an ARN; finds it for as long as the service knows it
 * @param stage  where it stands; what is only asked to end has not ended
 * @param state  the service's word for that, for people
 * @param reason why it stands there, as far as the service says so, with its code for that; empty if it says nothing
 */
public record Resource(ResourceKind kind, String id, ResourceStage stage, String state, String reason) {
    public Resource {
        Require.notNull("kind", kind);
        Require.notBlank("id", id);
        Require.notNull("stage", stage);
        Require.notNull("state", state);
        Require.notNull("reason", reason);
    }

    /** @return whether it does nothing and costs nothing any more */
    public boolean ended() {
        return stage.isEnded();
    }
}
