/**
 * Drives the state store's own classes through schedules of crashes, races and lost messages, in virtual time on one thread,
 * and holds what they say against an oracle; start with {@link sleeper.testkit.sim.Simulator}.
 */
package sleeper.testkit.sim;
