/** Finding or starting the services that commands need; start with {@link sleeper.cli.services.Services}. */
package sleeper.cli.services;
