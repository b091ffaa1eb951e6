/** What a deployment asks AWS with; start with {@link sleeper.deploy.aws.AwsCalls}. */
package sleeper.deploy.aws;
