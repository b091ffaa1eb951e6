/**
 * Paths, intrinsic functions and payload templates of the JSONPath dialect: start reading at
 * {@link sleeper.stepfunctions.expression.Expression} and {@link sleeper.stepfunctions.expression.PayloadTemplate}.
 *
 * <p>Everything here is immutable and without side effects, apart from {@code States.UUID} and {@code States.MathRandom}, whose
 * randomness is passed in.
 */
package sleeper.stepfunctions.expression;
