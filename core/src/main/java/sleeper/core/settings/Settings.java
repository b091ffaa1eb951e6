package sleeper.core.settings;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that hold for one job, one table or the instance: the job's value before the table's, the table's before the
 * instance's, the instance's before the default. An immutable value; its layers have been checked.
 */
public final class Settings {
    /** Where a value comes from. */
    public enum Layer {
        JOB,
        TABLE,
        INSTANCE,
        DEFAULT
    }

    private final Map<String, String> kind;
    private final Map<String, String> instance;
    private final Map<String, String> table;
    private final Map<String, String> job;

    private Settings(
            Map<String, String> kind,
            Map<String, String> instance,
            Map<String, String> table,
            Map<String, String> job) {
        this.kind = Map.copyOf(kind);
        this.instance = Map.copyOf(instance);
        this.table = Map.copyOf(table);
        this.job = Map.copyOf(job);
    }

    /** @param properties checked by {@link PropertyChecks#instance} */
    public static Settings ofInstance(Map<String, String> properties) {
        return ofInstance(properties, Map.of());
    }

    /** @param kind what holds on instances of this kind in place of the catalogue's defaults, by the instance's names */
    public static Settings ofInstance(Map<String, String> properties, Map<String, String> kind) {
        return new Settings(kind, properties, Map.of(), Map.of());
    }

    /** @param properties checked by {@link PropertyChecks#table} */
    public Settings withTable(Map<String, String> properties) {
        return new Settings(kind, instance, properties, job);
    }

    /** @param platformSpec checked by {@link PropertyChecks#job} */
    public Settings withJob(Map<String, String> platformSpec) {
        return new Settings(kind, instance, table, platformSpec);
    }

    /**
     * @throws IllegalStateException    if it has neither a value nor a default; use {@link #find} for such settings
     * @throws IllegalArgumentException if a layer holds a value that was never checked
     */
    public <T> T get(Setting<T> setting) {
        return find(setting)
                .orElseThrow(() -> new IllegalStateException(setting + " has neither a value nor a default"));
    }

    public <T> Optional<T> find(Setting<T> setting) {
        Optional<String> text = written(setting);
        return text.isPresent() ? text.map(setting::parse) : setting.defaultValue();
    }

    /** @return the value as it was written, without white space around it, or the default's text; empty if it has neither */
    public Optional<String> text(Setting<?> setting) {
        return written(setting)
                .map(String::trim)
                .or(() -> Optional.of(setting.defaultText())
                        .filter(text -> setting.defaultValue().isPresent()));
    }

    /** @return the layer that decides the setting's value */
    public Layer layerOf(Setting<?> setting) {
        if (setting.tableName().filter(job::containsKey).isPresent()) {
            return Layer.JOB;
        }
        if (setting.tableName().filter(table::containsKey).isPresent()) {
            return Layer.TABLE;
        }
        return setting.instanceName().filter(instance::containsKey).isPresent() ? Layer.INSTANCE : Layer.DEFAULT;
    }

    private Optional<String> written(Setting<?> setting) {
        return switch (layerOf(setting)) {
            case JOB -> setting.tableName().map(job::get);
            case TABLE -> setting.tableName().map(table::get);
            case INSTANCE -> setting.instanceName().map(instance::get);
            case DEFAULT -> setting.instanceName().map(kind::get);
        };
    }

    /** @return every setting that has a value, secrets left out, by {@link Setting#name}; sorted: what a plan carries */
    public Map<String, String> toMap() {
        Map<String, String> values = new TreeMap<>();
        SettingsCatalogue.groups().stream()
                .flatMap(group -> group.settings().stream())
                .filter(setting -> !setting.isSecret())
                .forEach(setting -> text(setting).ifPresent(text -> values.put(setting.name(), text)));
        return values;
    }

    /**
     * @param values what {@link #toMap} gave
     * @return settings that answer the same, whatever the instance's and the table's properties are by now
     */
    public static Settings ofMap(Map<String, String> values) {
        return new Settings(Map.of(), values, values, Map.of());
    }
}
