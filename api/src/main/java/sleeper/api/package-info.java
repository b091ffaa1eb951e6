/** What people ask of an instance, whether they sit before a command line, a browser or a program. */
package sleeper.api;
