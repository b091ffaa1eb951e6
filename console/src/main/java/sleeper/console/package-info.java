/** The console: pages for browsers, and the API over HTTP, on this machine alone. */
package sleeper.console;
