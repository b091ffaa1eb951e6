/**
 * The stores on S3 against a server in this process. Start at {@link sleeper.aws.s3.S3Server}, which says which conditions are the
 * server's own.
 */
package sleeper.aws.s3;
