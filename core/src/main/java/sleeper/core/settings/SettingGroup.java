package sleeper.core.settings;

import java.util.List;
import sleeper.core.util.Require;

/**
 * Settings of one subject, as the reference page shows them.
 *
 * @param title    heading
 * @param settings in the page's order
 */
public record SettingGroup(String title, List<Setting<?>> settings) {
    public SettingGroup {
        Require.notBlank("title", title);
        settings = Require.notEmpty("settings", settings);
    }
}
