/**
 * A state machine as a graph, for those who draw it or hold something against it; start with
 * {@link sleeper.statemachine.graph.MachineGraph}.
 */
package sleeper.statemachine.graph;
