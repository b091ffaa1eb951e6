/**
 * What lies on S3: files, small objects and the commit log. Start at {@link sleeper.aws.s3.S3Objects} for how a
 * conditional write is sent and settled, then {@link sleeper.aws.s3.S3CommitLog}.
 */
package sleeper.aws.s3;
