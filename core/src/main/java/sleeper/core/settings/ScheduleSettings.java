package sleeper.core.settings;

import static sleeper.core.settings.SettingBuilder.ofInstance;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sleeper.core.platform.JobQueue;

/**
 * Jobs that are sent by the clock. Each schedule has a name of its own, which stands in the names of its properties; in the catalogue
 * {@code <name>} stands for it.
 */
public final class ScheduleSettings {
    private static final String PREFIX = "sleeper.schedule.";
    private static final String ANY_NAME = "<name>";
    private static final Pattern PROPERTY = Pattern.compile("sleeper\\.schedule\\.([a-z0-9-]{1,20})\\.([a-z]+)");
    /** Source: EventBridge Scheduler user guide, "Schedule types". */
    private static final String EXPRESSION_FORM =
            "rate\\([1-9][0-9]{0,4} (minutes?|hours?|days?)\\)|cron\\(([^\\s()]+ ){5}[^\\s()]+\\)";

    public static final Setting<String> EXPRESSION = ofInstance(PREFIX + ANY_NAME + ".expression", SettingType.STRING)
            .matching("rate(1 hour), or cron(0 3 * * ? *)", EXPRESSION_FORM)
            .readBy(SettingReader.DEPLOYMENT)
            .meaning(
                    "When the schedule sends its job, as EventBridge Scheduler has it. The name is 1 to 20 characters of a-z 0-9 -.");

    public static final Setting<String> TIME_ZONE = ofInstance(PREFIX + ANY_NAME + ".timezone", SettingType.STRING)
            .range("a time zone such as Europe/London", ScheduleSettings::isZone)
            .defaultValue("UTC")
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("The time zone of the schedule's expression.");

    public static final Setting<String> QUEUE = ofInstance(PREFIX + ANY_NAME + ".queue", SettingType.STRING)
            .range(queueWords(), word -> JobQueue.ofWord(word).isPresent())
            .defaultValue(JobQueue.AUTO.word())
            .readBy(SettingReader.DEPLOYMENT)
            .meaning("The queue that the schedule sends its job to, by its word.");

    public static final Setting<String> JOB = ofInstance(PREFIX + ANY_NAME + ".job", SettingType.STRING)
            .readBy(SettingReader.DEPLOYMENT)
            .meaning(
                    "The job that the schedule sends: its document, on one line, without an id, since each time is a job of its own.");

    private ScheduleSettings() {}

    private static boolean isZone(String text) {
        try {
            return ZoneId.of(text).getId().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String queueWords() {
        return Arrays.stream(JobQueue.values()).map(JobQueue::word).collect(Collectors.joining(", "));
    }

    /** @return the schedule's name, if a property is one of a schedule's */
    public static Optional<String> nameIn(String property) {
        return Optional.of(PROPERTY.matcher(property)).filter(Matcher::matches).map(matcher -> matcher.group(1));
    }

    /** @return the property of one schedule */
    public static String property(Setting<?> setting, String name) {
        return setting.name().replace(ANY_NAME, name);
    }

    /** @return the setting that a schedule's property is, under whatever name */
    static Optional<Setting<?>> of(String property) {
        return Optional.of(PROPERTY.matcher(property))
                .filter(Matcher::matches)
                .map(matcher -> PREFIX + ANY_NAME + "." + matcher.group(2))
                .flatMap(name -> group().settings().stream()
                        .filter(setting -> setting.name().equals(name))
                        .findFirst());
    }

    /** @return whether it is the name that stands for those of all schedules */
    static boolean isOfAny(String property) {
        return property.contains(ANY_NAME);
    }

    static SettingGroup group() {
        return new SettingGroup("Schedules", List.of(EXPRESSION, TIME_ZONE, QUEUE, JOB));
    }
}
