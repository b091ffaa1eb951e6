/** Partitions chosen from a sample of keys; start with {@link sleeper.sort.sample.PartitionsFromSample}. */
package sleeper.sort.sample;
