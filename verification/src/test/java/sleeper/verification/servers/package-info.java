/** Servers in place of AWS, as processes of their own; start with {@link sleeper.verification.servers.AwsServers}. */
package sleeper.verification.servers;
