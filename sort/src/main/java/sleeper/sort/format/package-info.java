/**
 * A Parquet file's footer and schema as they are stored, checked before anything relies on them; start with
 * {@link sleeper.sort.format.FooterReader}. Format rules: <a href="https://parquet.apache.org/docs/file-format/">Parquet file format</a>.
 */
package sleeper.sort.format;
