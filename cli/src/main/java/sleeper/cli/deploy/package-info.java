/**
 * Deploying an instance and destroying it. The commands look at what needs no account; the rest is done by a process of its own, whose
 * libraries are fetched when it is first needed; start with {@link sleeper.cli.deploy.DeployCommand} and {@link
 * sleeper.cli.deploy.DeployProcess}.
 */
package sleeper.cli.deploy;
