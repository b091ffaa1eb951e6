package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.between;
import static sleeper.core.settings.SettingBuilder.ofTable;

import java.time.Duration;
import java.util.List;

/** How the suite chooses a platform for a job of the queue {@code auto}. */
public final class ChoiceSettings {
    public static final Setting<Duration> LONGEST_TIME = between(
                    ofTable("auto.longest.time", SettingType.DURATION), Duration.ofMinutes(1), Duration.ofDays(7))
            .unit("time")
            .defaultValue(Duration.ofHours(1))
            .readBy(SettingReader.VALIDATION)
            .meaning(
                    "How long a job of the queue auto may be expected to take: of the platforms that need no longer, the cheapest"
                            + " is chosen.");

    private ChoiceSettings() {}

    static SettingGroup group() {
        return new SettingGroup("Choice of the platform", List.of(LONGEST_TIME));
    }
}
