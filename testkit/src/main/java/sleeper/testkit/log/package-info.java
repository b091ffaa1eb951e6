/**
 * Fakes of the state store's ports, and the contracts that fakes and drivers alike must keep; start with {@link
 * sleeper.testkit.log.CommitLogContract}.
 */
package sleeper.testkit.log;
