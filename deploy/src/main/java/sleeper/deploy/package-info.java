/**
 * Deploys an instance and destroys it. What is asked first is in {@code check}, CDK's processes in {@code cdk}, what follows
 * CloudFormation in {@code step}, and the end of an instance in {@code end}; start with {@link sleeper.deploy.step.Steps} and
 * {@link sleeper.deploy.end.Destroy}.
 */
package sleeper.deploy;
