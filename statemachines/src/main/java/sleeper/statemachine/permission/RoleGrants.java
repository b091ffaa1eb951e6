package sleeper.statemachine.permission;

import java.util.List;
import java.util.Optional;
import sleeper.core.util.Require;
import sleeper.statemachine.StateMachineFile;

/**
 * An IAM role and what it needs, apart from what the Tasks of its state machine need.
 *
 * @param word    the end of its name, such as {@code starter}
 * @param meaning who acts in the role, and for what
 * @param machine the state machine whose role it is; empty for any other role
 * @param stacks  the stacks of which one must be deployed for the role to be there; empty for every deployment
 * @param grants  in the order of the file
 */
public record RoleGrants(
        String word, String meaning, Optional<StateMachineFile> machine, List<String> stacks, List<Grant> grants) {
    public RoleGrants {
        Require.notBlank("word", word);
        Require.notBlank("meaning", meaning);
        Require.notNull("machine", machine);
        stacks = List.copyOf(stacks);
        grants = List.copyOf(grants);
    }

    /** @return whether an instance of this shape has the role */
    boolean appliesTo(InstanceShape shape) {
        return stacks.isEmpty() || stacks.stream().anyMatch(shape.stacks()::contains);
    }

    /** @return the same with other grants */
    RoleGrants with(List<Grant> others) {
        return new RoleGrants(word, meaning, machine, stacks, others);
    }
}
