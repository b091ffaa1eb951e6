/** Commands that read a table's rows; start with {@link sleeper.cli.rows.QueryCommand} and {@link sleeper.cli.rows.VerifyCommand}. */
package sleeper.cli.rows;
