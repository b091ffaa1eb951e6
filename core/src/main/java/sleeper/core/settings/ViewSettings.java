package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.between;
import static sleeper.core.settings.SettingBuilder.ofInstance;

import java.time.Duration;
import java.util.List;

/** The view that other engines read tables by. */
public final class ViewSettings {
    public static final Setting<Duration> ICEBERG_KEEP = between(
                    ofInstance("sleeper.iceberg.keep", SettingType.DURATION), Duration.ZERO, Duration.ofDays(30))
            .unit("seconds")
            .defaultValue(Duration.ofHours(1))
            .readBy(SettingReader.ICEBERG_VIEW)
            .meaning(
                    "How long a snapshot of a table's Iceberg view stays after it was replaced, for readers that have begun"
                            + " with it. Garbage collection takes the metadata of older ones.");

    private ViewSettings() {}

    static SettingGroup group() {
        return new SettingGroup("Iceberg view", List.of(ICEBERG_KEEP));
    }
}
