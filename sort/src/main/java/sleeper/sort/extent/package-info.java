/**
 * Rows of one leaf partition as bytes: made by {@link sleeper.sort.extent.Scatter}, held as {@link sleeper.sort.extent.Extent},
 * sent between processes by {@link sleeper.sort.extent.ExtentCodec}.
 */
package sleeper.sort.extent;
