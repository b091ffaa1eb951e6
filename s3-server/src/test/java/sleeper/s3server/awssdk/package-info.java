/** What requests of the AWS SDK cannot show of the store. */
package sleeper.s3server.awssdk;
