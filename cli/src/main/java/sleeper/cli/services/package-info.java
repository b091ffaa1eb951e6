/** Running the services of an embedded instance; start with {@link sleeper.cli.services.LocalCommand}. */
package sleeper.cli.services;
