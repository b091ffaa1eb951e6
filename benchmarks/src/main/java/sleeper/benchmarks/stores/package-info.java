/**
 * Processes that {@code benchmarks/aws-stores.sh} starts on a home whose stores are files, S3, or S3 and DynamoDB. Each does one piece
 * of work and prints what it measured as a line of JSON. Start reading at {@link sleeper.benchmarks.stores.Work}.
 */
package sleeper.benchmarks.stores;
