/**
 * From the bytes of pages to flat columns; start with {@link sleeper.sort.decode.InputReader}. Rules of the encodings:
 * <a href="https://github.com/apache/parquet-format/blob/master/Encodings.md">Encodings.md</a>.
 */
package sleeper.sort.decode;
