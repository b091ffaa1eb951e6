/** Clients and words for failures, without a server. */
package sleeper.aws.client;
