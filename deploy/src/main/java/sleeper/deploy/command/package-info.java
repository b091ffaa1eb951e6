/** What the commands {@code deploy} and {@code destroy} come to; start with {@link sleeper.deploy.command.Deployment}. */
package sleeper.deploy.command;
