/**
 * Clients of AWS and their failures in words. Start at {@link sleeper.aws.client.AwsClients}, then
 * {@link sleeper.aws.client.AwsFailures}.
 */
package sleeper.aws.client;
