/**
 * The stores on S3 against {@link sleeper.aws.s3.FakeS3}, which answers as S3 rarely does. Start at {@link sleeper.aws.s3.S3CreationTest}.
 */
package sleeper.aws.s3;
