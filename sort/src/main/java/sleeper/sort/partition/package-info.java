/** Which leaf partition a row belongs to; start with {@link sleeper.sort.partition.LeafFinder}. */
package sleeper.sort.partition;
