package sleeper.core.settings;

import sleeper.core.util.Require;

/**
 * A setting and the Spark property that it sets. The value stays text, because Spark is given it as it was written.
 *
 * @param setting  ours
 * @param sparkKey Spark's name
 */
public record SparkSetting(Setting<String> setting, String sparkKey) {
    private static final String SIZE = "[1-9]\\d{0,6}[kmgt]";

    public SparkSetting {
        Require.notNull("setting", setting);
        Require.notBlank("sparkKey", sparkKey);
    }

    /** @return of one that begins as said: a number from 1 on */
    static SparkSetting count(SettingBuilder<String> builder, String sparkKey, int defaultValue) {
        return text(builder, sparkKey, Integer.toString(defaultValue), "[1-9]\\d{0,5}", "1 to 999999");
    }

    static SparkSetting flag(SettingBuilder<String> builder, String sparkKey, boolean defaultValue) {
        return text(builder, sparkKey, Boolean.toString(defaultValue), "true|false", "true or false");
    }

    static SparkSetting size(SettingBuilder<String> builder, String sparkKey, String defaultValue) {
        return text(builder, sparkKey, defaultValue, SIZE, "a size such as " + defaultValue);
    }

    static SparkSetting text(
            SettingBuilder<String> builder, String sparkKey, String defaultValue, String regex, String allowedInWords) {
        return new SparkSetting(
                builder.matching(allowedInWords, regex)
                        .defaultValue(defaultValue)
                        .readBy(SettingReader.VALIDATION)
                        .meaning("Sets " + sparkKey + "."),
                sparkKey);
    }
}
