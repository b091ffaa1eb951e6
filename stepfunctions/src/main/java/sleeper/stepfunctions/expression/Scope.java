package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * What an expression may read.
 *
 * @param root      what {@code $} stands for at this point: the state's input, effective input or result
 * @param context   the context object, {@code $$}
 * @param variables what {@code $name} reads
 * @param chance    random numbers and unique ids of {@code States.MathRandom} and {@code States.UUID}
 */
public record Scope(JsonNode root, ObjectNode context, Variables variables, Chance chance) {
    public Scope {
        Objects.requireNonNull(root, "root");
        Objects.requireNonNull(context, "context");
        Objects.requireNonNull(variables, "variables");
        Objects.requireNonNull(chance, "chance");
    }

    /** The same scope with another meaning of {@code $}. */
    public Scope withRoot(JsonNode newRoot) {
        return new Scope(newRoot, context, variables, chance);
    }
}
