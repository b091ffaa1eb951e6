/**
 * Every property there is, and how the layers job, table, instance and default make one value of it; start with
 * {@link sleeper.core.settings.SettingsCatalogue} and {@link sleeper.core.settings.Settings}.
 */
package sleeper.core.settings;
