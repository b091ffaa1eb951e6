/**
 * The buckets of the embedded run by S3's protocol; start with {@link sleeper.s3server.FolderS3Server}, then
 * {@link sleeper.s3server.awssdk.FolderBlobStore}, which is what the buckets are to s3proxy.
 */
package sleeper.s3server;
