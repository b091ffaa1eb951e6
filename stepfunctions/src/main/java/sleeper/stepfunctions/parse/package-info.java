/**
 * Turns the text of a state machine definition into typed states, or says all that is wrong with it: start reading at
 * {@link sleeper.stepfunctions.parse.DefinitionParser}.
 */
package sleeper.stepfunctions.parse;
