/** An instance's stores in AWS. Start at {@link sleeper.aws.RoutedObjectStore}, which parts the job store between two of them. */
package sleeper.aws;
