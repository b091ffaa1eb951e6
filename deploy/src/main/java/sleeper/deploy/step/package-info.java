/** What a deployment does once CloudFormation has made the stack; start with {@link sleeper.deploy.step.Steps}. */
package sleeper.deploy.step;
