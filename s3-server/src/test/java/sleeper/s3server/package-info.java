/** The server with clients of S3, and with requests that no client sends. */
package sleeper.s3server;
