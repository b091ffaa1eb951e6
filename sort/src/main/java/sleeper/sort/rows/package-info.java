/**
 * Rows as maps of Java values, from and to columns; start with {@link sleeper.sort.rows.RowAppender} and
 * {@link sleeper.sort.rows.RowAssembler}.
 *
 * <p>A row is a map from field names to {@code Integer}, {@code Long}, {@code String}, {@code byte[]}, {@code Float}, {@code Double},
 * {@code Boolean}, {@code LocalDate}, {@code Instant} (timestamps in UTC) or {@code LocalDateTime} (others), {@code BigDecimal},
 * {@code List}, {@code Map} (of a map, or of a struct by field names), or null.
 */
package sleeper.sort.rows;
