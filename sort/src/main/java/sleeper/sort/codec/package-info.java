/** Compression of pages without Hadoop; start with {@link sleeper.sort.codec.PageDecompressor} and {@link sleeper.sort.codec.PageCompressor}. */
package sleeper.sort.codec;
