/** Sketches of a file's keys, from which split points are chosen later; start with {@link sleeper.sort.sketch.KeySketch}. */
package sleeper.sort.sketch;
