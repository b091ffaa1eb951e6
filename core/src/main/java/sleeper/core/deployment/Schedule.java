package sleeper.core.deployment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobDocument;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.platform.JobQueue;
import sleeper.core.settings.ScheduleSettings;
import sleeper.core.settings.Setting;

/**
 * A job that is sent by the clock.
 *
 * @param name       of the schedule, as its properties bear it
 * @param expression when, as EventBridge Scheduler has it
 * @param timeZone   of the expression
 * @param queue      where the job is sent
 * @param job        its document
 */
public record Schedule(String name, String expression, String timeZone, JobQueue queue, String job) {
    /**
     * @param properties of the instance, each checked by itself
     * @return the schedules that they make up, by name
     * @throws InvalidRequestException with all that is missing, and all that is wrong with their jobs
     */
    public static List<Schedule> in(Map<String, String> properties) {
        List<Fault> faults = new ArrayList<>();
        List<Schedule> schedules = new ArrayList<>();
        for (String name : names(properties)) {
            List<Fault> ofOne = faults(name, properties);
            faults.addAll(ofOne);
            if (ofOne.isEmpty()) {
                schedules.add(of(name, properties));
            }
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The instance's schedules cannot be deployed.", faults);
        }
        return schedules;
    }

    private static TreeSet<String> names(Map<String, String> properties) {
        return properties.keySet().stream()
                .flatMap(property -> ScheduleSettings.nameIn(property).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Schedule of(String name, Map<String, String> properties) {
        return new Schedule(
                name,
                value(ScheduleSettings.EXPRESSION, name, properties),
                value(ScheduleSettings.TIME_ZONE, name, properties),
                JobQueue.ofWord(value(ScheduleSettings.QUEUE, name, properties)).orElseThrow(),
                value(ScheduleSettings.JOB, name, properties));
    }

    private static String value(Setting<String> setting, String name, Map<String, String> properties) {
        return properties
                .getOrDefault(ScheduleSettings.property(setting, name), setting.defaultText())
                .trim();
    }

    private static List<Fault> faults(String name, Map<String, String> properties) {
        List<Fault> faults = new ArrayList<>();
        for (Setting<String> needed : List.of(ScheduleSettings.EXPRESSION, ScheduleSettings.JOB)) {
            if (value(needed, name, properties).isEmpty()) {
                faults.add(new Fault(
                        ErrorCode.MISSING_FIELD,
                        ScheduleSettings.property(needed, name),
                        "nothing",
                        needed.allowed(),
                        "Set it: the schedule " + name + " has no other use."));
            }
        }
        if (faults.isEmpty()) {
            faults.addAll(faultsOfJob(
                    ScheduleSettings.property(ScheduleSettings.JOB, name),
                    value(ScheduleSettings.JOB, name, properties)));
        }
        return faults;
    }

    private static List<Fault> faultsOfJob(String where, String text) {
        try {
            JobDocument document = JobDocumentJson.parse(text);
            return document.id()
                    .map(id -> List.of(new Fault(
                            ErrorCode.VALUE_OUT_OF_RANGE,
                            where + " (id)",
                            "'" + id + "'",
                            "no id",
                            "Leave it out: each time is a job of its own, and with the same id all but the first would be taken"
                                    + " for the job sent again.")))
                    .orElse(List.of());
        } catch (InvalidRequestException e) {
            return e.faults().stream()
                    .map(fault -> new Fault(
                            fault.code(), where + ", " + fault.where(), fault.found(), fault.allowed(), fault.action()))
                    .toList();
        }
    }
}
