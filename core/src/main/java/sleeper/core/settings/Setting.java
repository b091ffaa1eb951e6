package sleeper.core.settings;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.platform.Platform;
import sleeper.core.util.Require;

/**
 * One property: its names, type, range, default and use. A constant of the catalogue; made by {@link SettingBuilder}.
 *
 * <p>Of a pair, {@code sleeper.default.X} is the instance's name for it and {@code sleeper.table.X} the table's and the job's,
 * as the guide has it.
 */
public final class Setting<T> {
    private final Optional<String> instanceName;
    private final Optional<String> tableName;
    private final Set<Platform> jobPlatforms;
    private final SettingType<T> type;
    private final String unit;
    private final Optional<T> defaultValue;
    private final Predicate<T> range;
    private final String rangeInWords;
    private final List<SettingReader> readers;
    private final boolean setByDeployment;
    private final boolean secret;
    private final String meaning;

    Setting(SettingBuilder<T> builder) {
        instanceName = builder.instanceName;
        tableName = builder.tableName;
        jobPlatforms = Set.copyOf(builder.jobPlatforms);
        type = builder.type;
        unit = builder.unit;
        defaultValue = builder.defaultValue;
        range = builder.range;
        rangeInWords = builder.rangeInWords;
        readers = Require.notEmpty("readers of " + name(), builder.readers);
        setByDeployment = builder.setByDeployment;
        secret = builder.secret;
        meaning = Require.notBlank("meaning of " + name(), builder.meaning);
        defaultValue.ifPresent(value -> Require.that(
                range.test(type.parser().apply(type.writer().apply(value))),
                "default of " + name() + " is out of range"));
    }

    /** @return the name in the nearest layer that has one: the table's, otherwise the instance's */
    public String name() {
        return tableName.or(() -> instanceName).orElseThrow();
    }

    /** @return its name in {@code instance.properties}, if it may stand there */
    public Optional<String> instanceName() {
        return instanceName;
    }

    /** @return its name in a table's properties, if it may stand there */
    public Optional<String> tableName() {
        return tableName;
    }

    /** @return the platforms whose jobs may set it in {@code platformSpec}; empty if none may */
    public Set<Platform> jobPlatforms() {
        return jobPlatforms;
    }

    public SettingType<T> type() {
        return type;
    }

    /** @return what is counted; empty where there is nothing to count */
    public String unit() {
        return unit;
    }

    public Optional<T> defaultValue() {
        return defaultValue;
    }

    /** @return the default as a property file would have it; empty if there is none */
    public String defaultText() {
        return defaultValue.map(type.writer()).orElse("");
    }

    /** @return the values it takes, in words */
    public String allowed() {
        return rangeInWords.isEmpty() ? type.form() : rangeInWords;
    }

    public List<SettingReader> readers() {
        return readers;
    }

    /** @return whether a change takes effect only when the instance is deployed again: whether its templates are made from it */
    public boolean needsRedeploy() {
        return readers.contains(SettingReader.DEPLOYMENT);
    }

    /** @return whether deployment writes it, so that a person only reads it */
    public boolean isSetByDeployment() {
        return setByDeployment;
    }

    /** @return whether its value is kept out of messages and plans */
    public boolean isSecret() {
        return secret;
    }

    /** @return a sentence on its use */
    public String meaning() {
        return meaning;
    }

    /** @throws IllegalArgumentException if the text is not of the type or outside the range; {@link #check} says so kindly */
    public T parse(String text) {
        T value = type.parser().apply(text.trim());
        Require.that(range.test(value), name() + " is " + text + "; allowed: " + allowed());
        return value;
    }

    /** @return what is wrong with a value of this setting, if anything is */
    Optional<Fault> check(String where, String text) {
        String found = secret ? "a secret" : "'" + text + "'";
        T value;
        try {
            value = type.parser().apply(text.trim());
        } catch (IllegalArgumentException e) {
            return Optional.of(Fault.of(ErrorCode.WRONG_TYPE, where, found, type.form()));
        }
        return range.test(value)
                ? Optional.empty()
                : Optional.of(Fault.of(ErrorCode.VALUE_OUT_OF_RANGE, where, found, allowed()));
    }

    @Override
    public String toString() {
        return name();
    }
}
