/**
 * What lies on S3: files, small objects and the commit log. Start at {@link sleeper.aws.s3.S3ObjectStore} for how a
 * conditional write is sent, then {@link sleeper.aws.s3.S3CommitLog}.
 */
package sleeper.aws.s3;
