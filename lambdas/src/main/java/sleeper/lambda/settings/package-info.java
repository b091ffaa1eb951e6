/** The instance's and the tables' settings as the steps read them; start with {@link sleeper.lambda.settings.CheckedSettings}. */
package sleeper.lambda.settings;
