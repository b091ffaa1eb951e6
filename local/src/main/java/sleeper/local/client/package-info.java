/** Talking to the services of a running instance, over their AWS endpoints; start with {@link sleeper.local.client.ServicesClient}. */
package sleeper.local.client;
