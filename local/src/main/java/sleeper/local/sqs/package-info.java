/**
 * SQS on this machine: start reading at {@link sleeper.local.sqs.LocalQueues}, then {@link sleeper.local.sqs.QueuePoller}, which calls a
 * function with what arrives, as Lambda's event source mapping does.
 */
package sleeper.local.sqs;
