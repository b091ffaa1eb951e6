/** The processes that make the templates and have CloudFormation deploy them; start with {@link sleeper.deploy.cdk.Cdk}. */
package sleeper.deploy.cdk;
