package sleeper.core.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;
import sleeper.core.util.Nearest;

/** Holds properties of each layer against the catalogue. */
public final class PropertyChecks {
    private PropertyChecks() {}

    /**
     * @param source what holds them, such as {@code instance.properties}
     * @return everything wrong with them: UNKNOWN_PROPERTY, WRONG_TYPE, VALUE_OUT_OF_RANGE
     */
    public static List<Fault> instance(String source, Map<String, String> properties) {
        return check(
                source,
                properties,
                SettingsCatalogue::ofInstance,
                SettingsCatalogue.ofInstance().keySet());
    }

    /** As {@link #instance}, for the properties of a table. */
    public static List<Fault> table(String source, Map<String, String> properties) {
        Map<String, Setting<?>> known = SettingsCatalogue.ofTable();
        return check(source, properties, name -> Optional.ofNullable(known.get(name)), known.keySet());
    }

    private static List<Fault> check(
            String source,
            Map<String, String> properties,
            Function<String, Optional<Setting<?>>> settings,
            Set<String> known) {
        List<Fault> faults = new ArrayList<>();
        properties.forEach((name, value) -> {
            String where = source + " (" + name + ")";
            settings.apply(name)
                    .ifPresentOrElse(
                            setting -> setting.check(where, value).ifPresent(faults::add),
                            () -> faults.add(unknown(where, name, known)));
        });
        faults.sort(Comparator.comparing(Fault::where));
        return faults;
    }

    private static Fault unknown(String where, String name, Set<String> known) {
        return new Fault(
                ErrorCode.UNKNOWN_PROPERTY,
                where,
                "'" + name + "'",
                "a property of docs/reference/settings.md that may stand here",
                adviceOn(name, known));
    }

    /** A property may be known, and stand in the wrong layer; otherwise one with a name like it was probably meant. */
    private static String adviceOn(String name, Set<String> known) {
        Optional<Setting<?>> misplaced = Optional.<Setting<?>>ofNullable(
                        SettingsCatalogue.ofTable().get(name))
                .or(() -> Optional.ofNullable(SettingsCatalogue.ofInstance().get(name)));
        if (misplaced.isEmpty()) {
            return Nearest.to(name, known)
                    .map(nearest -> "Use '" + nearest + "', or remove the property.")
                    .orElse("Remove the property.");
        }
        return Stream.of(misplaced.get().instanceName(), misplaced.get().tableName())
                .flatMap(Optional::stream)
                .filter(known::contains)
                .findFirst()
                .map(nameHere -> "Its name here is '" + nameHere + "'.")
                .orElse("Move it: it is a property of the "
                        + (misplaced.get().tableName().isPresent() ? "table." : "instance."));
    }

    /**
     * @return everything wrong with a job's {@code platformSpec}: what is no setting, may not be set by a job, means nothing on
     *         the job's platform, or has a bad value
     */
    public static List<Fault> job(Map<String, String> platformSpec, Platform platform) {
        List<Fault> faults = new ArrayList<>();
        Set<String> settable = settableOn(platform);
        platformSpec.forEach((name, value) -> {
            String where = "platformSpec (" + name + ")";
            Setting<?> setting = SettingsCatalogue.ofTable().get(name);
            if (setting != null && setting.jobPlatforms().contains(platform)) {
                setting.check(where, value).ifPresent(faults::add);
            } else if (setting != null && !setting.jobPlatforms().isEmpty()) {
                faults.add(new Fault(
                        ErrorCode.UNKNOWN_PROPERTY,
                        where,
                        "'" + name + "' for a job on the platform " + platform.word(),
                        "a property of jobs on "
                                + new TreeSet<>(setting.jobPlatforms())
                                        .stream().map(Platform::word).collect(Collectors.joining(", ")),
                        "Remove the property, or send the job to a queue of a platform that it means something on."));
            } else if (setting != null || SettingsCatalogue.ofInstance().containsKey(name)) {
                faults.add(new Fault(
                        ErrorCode.UNKNOWN_PROPERTY,
                        where,
                        "'" + name + "'",
                        "a property that a job may set",
                        "Remove it; it is set for the " + (setting != null ? "table" : "instance") + "."));
            } else {
                faults.add(unknown(where, name, settable));
            }
        });
        return faults;
    }

    private static Set<String> settableOn(Platform platform) {
        return SettingsCatalogue.ofTable().values().stream()
                .filter(setting -> setting.jobPlatforms().contains(platform))
                .map(Setting::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
