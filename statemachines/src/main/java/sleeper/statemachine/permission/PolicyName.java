package sleeper.statemachine.permission;

import sleeper.core.util.Require;

/**
 * A name that stands in patterns of ARNs as {@code ${Name}}.
 *
 * @param name     without {@code ${}}
 * @param meaning  what it stands for, for people
 * @param optional whether a resource that holds it is left out where it has no value
 * @param list     whether it may have several values, with commas between them
 */
public record PolicyName(String name, String meaning, boolean optional, boolean list) {
    public PolicyName {
        Require.notBlank("name", name);
        Require.notBlank("meaning", meaning);
    }
}
