package sleeper.core.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sleeper.core.platform.Platform;

/** Makes the reference page of the settings from the catalogue. */
public final class SettingsPage {
    /** Where the page lies, from the project's root. */
    public static final String PATH = "docs/reference/settings.md";

    private static final String INTRODUCTION = """
            # Settings

            <!-- Made from the settings catalogue: change that, then run mvn -pl core verify -Dpages.write -->

            A job's value (`platformSpec`) holds before its table's, the table's before the instance's, the instance's before
            the default. Where a table or a job may set a property, the instance's name for it begins with `sleeper.default.`
            and theirs with `sleeper.table.`.

            On the embedded run the properties are `$SLEEPER_HOME/instance.properties` and
            `$SLEEPER_HOME/tables/<name>.properties`, Java property files. A remark behind a value, with white space before and
            behind its `#`, is no part of the value. A property that does not exist is refused and the nearest one named.

            Sizes are written `512m`, `1g` or as a number of bytes; durations `500ms`, `30s`, `5m`, `2h`, `1d`; lists with
            commas. What the guide that this suite follows has otherwise is told in [departures](departures.md).
            """;

    private SettingsPage() {}

    /** @return the page in Markdown */
    public static String render() {
        return INTRODUCTION
                + SettingsCatalogue.groups().stream().map(SettingsPage::group).collect(Collectors.joining());
    }

    private static String group(SettingGroup group) {
        return "\n## " + group.title() + "\n"
                + group.settings().stream().map(SettingsPage::setting).collect(Collectors.joining());
    }

    private static String setting(Setting<?> setting) {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("type", setting.type().word() + (setting.unit().isEmpty() ? "" : ", in " + setting.unit()));
        rows.put("default", setting.defaultText().isEmpty() ? "none" : "`" + setting.defaultText() + "`");
        rows.put("allowed", setting.allowed());
        rows.put("set for", scopes(setting));
        rows.put("read by", setting.readers().stream().map(SettingReader::word).collect(Collectors.joining(", ")));
        rows.put("redeploy", setting.needsRedeploy() ? "needed" : "not needed");
        String table = rows.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + row.getValue().replace("|", "\\|") + " |\n")
                .collect(Collectors.joining());
        return "\n### `" + setting.name() + "`\n\n" + setting.meaning() + "\n\n| | |\n|---|---|\n" + table;
    }

    private static String scopes(Setting<?> setting) {
        if (setting.isSetByDeployment()) {
            return "instance, by deployment";
        }
        List<String> scopes = new ArrayList<>();
        setting.instanceName()
                .ifPresent(
                        name -> scopes.add(setting.tableName().isEmpty() ? "instance" : "instance as `" + name + "`"));
        setting.tableName().ifPresent(name -> scopes.add("table"));
        if (!setting.jobPlatforms().isEmpty()) {
            scopes.add("job on "
                    + new TreeSet<>(setting.jobPlatforms())
                            .stream().map(Platform::word).collect(Collectors.joining(", ")));
        }
        return String.join("; ", scopes);
    }
}
