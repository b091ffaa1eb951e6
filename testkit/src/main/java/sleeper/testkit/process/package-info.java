/** Processes that are none, for what starts programs; start with {@link sleeper.testkit.process.PlayedProcess}. */
package sleeper.testkit.process;
