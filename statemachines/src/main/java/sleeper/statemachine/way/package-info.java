/** The way that an execution took over its machine; start with {@link sleeper.statemachine.way.MachineRun}. */
package sleeper.statemachine.way;
