/** What others must grant an instance. */
package sleeper.cli.access;
