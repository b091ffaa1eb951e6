/** Commands about tables as wholes; start with {@link sleeper.cli.table.TableCommand}. */
package sleeper.cli.table;
