/** Keeps the views of tables that other engines read. Start at {@link sleeper.lambda.view.PublishViewHandler}. */
package sleeper.lambda.view;
