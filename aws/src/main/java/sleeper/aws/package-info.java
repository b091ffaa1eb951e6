/**
 * An instance on AWS. Start at {@link sleeper.aws.AwsInstance}, then {@link sleeper.aws.RoutedObjectStore}, which parts the job store
 * between DynamoDB and S3.
 */
package sleeper.aws;
