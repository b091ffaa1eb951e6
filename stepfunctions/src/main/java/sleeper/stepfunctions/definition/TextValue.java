package sleeper.stepfunctions.definition;

import sleeper.stepfunctions.expression.Expression;

/** A text given in the definition, or computed when the state runs. */
public sealed interface TextValue {
    /** A text in the definition. */
    record Fixed(String value) implements TextValue {}

    /** A text found by a path or made by an intrinsic function. */
    record At(Expression expression) implements TextValue {}
}
