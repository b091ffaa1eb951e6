package sleeper.core.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import sleeper.core.platform.JobQueue;

/** All settings there are. Parsing, checks and the reference page come from here. */
public final class SettingsCatalogue {
    private static final List<SettingGroup> GROUPS = allGroups();
    private static final Map<String, Setting<?>> BY_INSTANCE_NAME = byName(Setting::instanceName);
    private static final Map<String, Setting<?>> BY_TABLE_NAME = byName(Setting::tableName);

    private SettingsCatalogue() {}

    private static List<SettingGroup> allGroups() {
        List<SettingGroup> groups = new ArrayList<>();
        groups.add(InstanceSettings.group());
        groups.add(new SettingGroup(
                "Queues",
                Arrays.stream(JobQueue.values())
                        .<Setting<?>>map(InstanceSettings::queueUrl)
                        .toList()));
        groups.add(DeploymentSettings.group());
        groups.add(ScheduleSettings.group());
        groups.add(ChoiceSettings.group());
        groups.addAll(IngestSettings.groups());
        groups.add(ViewSettings.group());
        groups.addAll(BulkImportSettings.groups());
        groups.add(SparkSettings.group());
        groups.add(EmrServerlessSettings.application());
        groups.add(EmrServerlessSettings.workers());
        groups.add(EksSettings.group());
        return List.copyOf(groups);
    }

    private static Map<String, Setting<?>> byName(Function<Setting<?>, Optional<String>> nameOf) {
        Map<String, Setting<?>> named = new LinkedHashMap<>();
        GROUPS.stream()
                .flatMap(group -> group.settings().stream())
                .forEach(setting -> nameOf.apply(setting).ifPresent(name -> {
                    if (named.put(name, setting) != null) {
                        throw new IllegalStateException("two settings are named " + name);
                    }
                }));
        return Collections.unmodifiableMap(named);
    }

    /** @return the settings by subject, in the reference page's order */
    public static List<SettingGroup> groups() {
        return GROUPS;
    }

    /** @return the settings that may stand in {@code instance.properties}, by their names there */
    public static Map<String, Setting<?>> ofInstance() {
        return BY_INSTANCE_NAME;
    }

    /** @return the setting that a property of the instance is, a schedule's under whatever name it has */
    public static Optional<Setting<?>> ofInstance(String name) {
        Optional<Setting<?>> ofSchedule = ScheduleSettings.of(name);
        return ofSchedule.isPresent() || ScheduleSettings.isOfAny(name)
                ? ofSchedule
                : Optional.ofNullable(BY_INSTANCE_NAME.get(name));
    }

    /** @return the settings that may stand in a table's properties, by their names there */
    public static Map<String, Setting<?>> ofTable() {
        return BY_TABLE_NAME;
    }
}
