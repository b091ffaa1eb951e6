/**
 * Deploys an instance and destroys it, in a process that the command starts; start with {@link sleeper.deploy.DeployProcess}. What is
 * asked first is in {@code check}, what follows CloudFormation in {@code step}, and the end of an instance in {@code end}.
 */
package sleeper.deploy;
