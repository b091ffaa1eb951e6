/**
 * The buckets of a home by S3's protocol; start with {@link sleeper.local.s3.EmbeddedS3}. What speaks the protocol is in a module of its own,
 * which is built and loaded when a first client connects.
 */
package sleeper.local.s3;
