/** What the schedules of all drivers have in common. Start at {@link sleeper.aws.sim.Schedules}. */
package sleeper.aws.sim;
