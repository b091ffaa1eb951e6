/**
 * A state machine definition as typed, immutable values: start reading at
 * {@link sleeper.stepfunctions.definition.StateMachineDefinition} and {@link sleeper.stepfunctions.definition.State}. What the
 * fields mean is said in the Amazon States Language specification; how a text becomes these values, in
 * {@code sleeper.stepfunctions.parse}.
 */
package sleeper.stepfunctions.definition;
