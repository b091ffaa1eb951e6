/**
 * Buckets that are folders, as s3proxy asks for them in requests of the AWS SDK; start with
 * {@link sleeper.s3server.awssdk.FolderBlobStore}.
 *
 * <p>The package's name is a word to s3proxy, which knows what a store can do by the name of its class: one of a package {@code awssdk} is
 * given all conditions of a write as they came, and decides them itself.
 */
package sleeper.s3server.awssdk;
