package sleeper.core.settings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sleeper.core.platform.JobSettings;
import sleeper.core.platform.Platform;

/** Makes one setting: begins with where it may stand, and ends with {@link #meaning}. */
final class SettingBuilder<T> {
    final Optional<String> instanceName;
    final Optional<String> tableName;
    final SettingType<T> type;
    Set<Platform> jobPlatforms = Set.of();
    String unit = "";
    Optional<T> defaultValue = Optional.empty();
    Predicate<T> range = value -> true;
    String rangeInWords = "";
    List<SettingReader> readers = List.of();
    boolean setByDeployment;
    boolean secret;
    String meaning = "";

    private SettingBuilder(Optional<String> instanceName, Optional<String> tableName, SettingType<T> type) {
        this.instanceName = instanceName;
        this.tableName = tableName;
        this.type = type;
    }

    /** A property of the instance alone. */
    static <T> SettingBuilder<T> ofInstance(String name, SettingType<T> type) {
        return new SettingBuilder<>(Optional.of(name), Optional.empty(), type);
    }

    /** A property of tables, {@code sleeper.table.X}, whose default an instance may set as {@code sleeper.default.X}. */
    static <T> SettingBuilder<T> ofTable(String suffix, SettingType<T> type) {
        return new SettingBuilder<>(
                Optional.of("sleeper.default." + suffix), Optional.of("sleeper.table." + suffix), type);
    }

    /** A property of tables that an instance has no default for. */
    static <T> SettingBuilder<T> ofTableOnly(String suffix, SettingType<T> type) {
        return new SettingBuilder<>(Optional.empty(), Optional.of("sleeper.table." + suffix), type);
    }

    /** Jobs may set it in {@code platformSpec}, under the table's name for it, where such settings mean something. */
    SettingBuilder<T> ofJobs(JobSettings settings) {
        jobPlatforms = settings.platforms();
        return this;
    }

    SettingBuilder<T> unit(String counted) {
        unit = counted;
        return this;
    }

    SettingBuilder<T> defaultValue(T value) {
        defaultValue = Optional.of(value);
        return this;
    }

    SettingBuilder<T> range(String inWords, Predicate<T> test) {
        rangeInWords = inWords;
        range = test;
        return this;
    }

    /** Text that matches a regular expression. */
    SettingBuilder<T> matching(String inWords, String regex) {
        return range(inWords, value -> type.writer().apply(value).matches(regex));
    }

    /** The parts that act on it; at least one. */
    SettingBuilder<T> readBy(SettingReader... by) {
        readers = List.of(by);
        return this;
    }

    SettingBuilder<T> setByDeployment() {
        setByDeployment = true;
        return this;
    }

    SettingBuilder<T> secret() {
        secret = true;
        return this;
    }

    Setting<T> meaning(String sentence) {
        meaning = sentence;
        return new Setting<>(this);
    }

    static SettingBuilder<Integer> between(SettingBuilder<Integer> builder, int least, int most) {
        return builder.range(least + " to " + most, value -> value >= least && value <= most);
    }

    static SettingBuilder<Long> between(SettingBuilder<Long> builder, long least, long most) {
        return builder.range(
                builder.type.writer().apply(least) + " to "
                        + builder.type.writer().apply(most),
                value -> value >= least && value <= most);
    }

    static SettingBuilder<Duration> between(SettingBuilder<Duration> builder, Duration least, Duration most) {
        return builder.range(
                builder.type.writer().apply(least) + " to "
                        + builder.type.writer().apply(most),
                value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
    }
}
