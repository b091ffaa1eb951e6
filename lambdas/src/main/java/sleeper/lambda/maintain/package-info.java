/** The steps of maintain-table, which look after each table's log. Start at {@link sleeper.lambda.maintain.MaintainTableHandler}. */
package sleeper.lambda.maintain;
