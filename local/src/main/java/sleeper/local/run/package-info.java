/** The embedded services put together; start with {@link sleeper.local.run.EmbeddedRun}. */
package sleeper.local.run;
