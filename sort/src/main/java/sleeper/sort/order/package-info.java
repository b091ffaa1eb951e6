/** The order of a partition's rows; start with {@link sleeper.sort.order.RowSorter}. */
package sleeper.sort.order;
