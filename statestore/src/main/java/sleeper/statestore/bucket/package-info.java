/** What a server of the buckets is given and does; start with {@link sleeper.statestore.bucket.BucketServer}. */
package sleeper.statestore.bucket;
