/**
 * A state machine definition as typed, immutable values: start reading at
 * {@link sleeper.local.asl.definition.StateMachineDefinition} and {@link sleeper.local.asl.definition.State}. What the fields mean is
 * said in the Amazon States Language specification; how a text becomes these values, in {@code sleeper.local.asl.parse}.
 */
package sleeper.local.asl.definition;
