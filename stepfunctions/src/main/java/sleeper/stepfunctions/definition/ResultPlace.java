package sleeper.stepfunctions.definition;

import sleeper.stepfunctions.expression.ReferencePath;

/** Where ResultPath puts a result. */
public sealed interface ResultPlace {
    /** The field is {@code null}: the result is dropped and the raw input goes on. */
    record Discard() implements ResultPlace {}

    /** At a place in the raw input; {@code $}, the default, replaces it. */
    record At(ReferencePath path) implements ResultPlace {}
}
