package sleeper.core.settings;

import java.util.List;
import sleeper.core.util.Require;

/**
 * A setting and the Spark property that it sets. The value stays text, because Spark is given it as it was written.
 *
 * @param setting  ours
 * @param sparkKey Spark's name
 */
public record SparkSetting(Setting<String> setting, String sparkKey) {
    public SparkSetting {
        Require.notNull("setting", setting);
        Require.notBlank("sparkKey", sparkKey);
    }

    /** @return the group of the settings, in their order */
    static SettingGroup group(String title, List<SparkSetting> settings) {
        return new SettingGroup(
                title, settings.stream().<Setting<?>>map(SparkSetting::setting).toList());
    }

    /** @return one for a property that a job may set too, and with the values that a job may give it */
    static SparkSetting of(SettingBuilder<String> builder, String sparkKey, String defaultValue) {
        SparkProperty property = SparkProperty.ofKey(sparkKey).orElseThrow();
        return of(builder, sparkKey, defaultValue, property.value());
    }

    static SparkSetting of(SettingBuilder<String> builder, String sparkKey, String defaultValue, SparkValue allowed) {
        return new SparkSetting(
                builder.range(allowed.allowed(), allowed.test())
                        .defaultValue(defaultValue)
                        .readBy(SettingReader.VALIDATION)
                        .meaning("Sets " + sparkKey + "."),
                sparkKey);
    }
}
