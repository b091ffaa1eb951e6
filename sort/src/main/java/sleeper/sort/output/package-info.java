/**
 * Extents of a leaf made into its files; start with {@link sleeper.sort.output.LeafOutputs}.
 */
package sleeper.sort.output;
