/**
 * An instance as CloudFormation makes it; start with {@link sleeper.cdk.InstanceStack}, which puts its parts together, and with
 * {@link sleeper.cdk.InstanceSpec} for what a deployment decides.
 */
package sleeper.cdk;
