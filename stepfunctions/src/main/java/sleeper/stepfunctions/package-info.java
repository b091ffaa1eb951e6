/**
 * Step Functions on this machine: start reading at {@link sleeper.stepfunctions.LocalStepFunctions}, the service as plain Java,
 * then {@link sleeper.stepfunctions.StepFunctionsServer}, the same over AWS's protocol.
 */
package sleeper.stepfunctions;
