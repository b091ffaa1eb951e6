package sleeper.stepfunctions.definition;

import sleeper.stepfunctions.expression.Expression;

/** What InputPath or OutputPath selects. */
public sealed interface Selection {
    /** The field is {@code null}: an empty object. */
    record Nothing() implements Selection {}

    /** What the expression finds; {@code $} if the field is left out. */
    record At(Expression expression) implements Selection {}
}
