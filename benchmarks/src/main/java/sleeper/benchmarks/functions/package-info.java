/** How long a function takes from nothing to its answer; start with {@link sleeper.benchmarks.functions.ColdStart}. */
package sleeper.benchmarks.functions;
