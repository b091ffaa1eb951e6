/**
 * Step Functions on this machine: start reading at {@link sleeper.local.stepfunctions.LocalStepFunctions}, the service as plain Java,
 * then {@link sleeper.local.stepfunctions.StepFunctionsServer}, the same over AWS's protocol.
 */
package sleeper.local.stepfunctions;
