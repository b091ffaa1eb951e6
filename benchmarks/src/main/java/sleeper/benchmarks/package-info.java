/** Benchmarks of the parts, and what {@code peers.sh} prepares its runs with; start with the module's README. */
package sleeper.benchmarks;
