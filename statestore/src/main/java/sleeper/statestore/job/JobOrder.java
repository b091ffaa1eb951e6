package sleeper.statestore.job;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import sleeper.core.error.TransientFailureException;
import sleeper.core.job.JobId;
import sleeper.core.json.StoredJson;
import sleeper.statestore.util.NameNumbers;

/**
 * The jobs by the time they were received, the latest first, so that who wants the latest reads no others. A job has an entry,
 * {@code by-time/<day>/<time>-<id>}, whose numbers count down, so that names ascend as times descend. It is written before the
 * document, so that no job is without; an entry whose document is not there, or has another time, is passed over.
 *
 * <p>The jobs of a home of the version before have no entries. They are written down on first use, an object for each day, and
 * then the mark that all are. Several processes may do so at once.
 */
final class JobOrder {
    private static final String FOLDER = "by-time";
    private static final String FOLDER_BEFORE = "by-time-before";
    private static final String WHOLE = "indexes/by-time";
    private static final long MILLIS_END = 9_999_999_999_999L;
    private static final int MILLIS_DIGITS = 13;
    private static final long DAY_END = 99_999;
    private static final int DAY_DIGITS = 5;

    /** Jobs that one call reads. */
    private static final int MOST_AT_ONCE = 1_000;

    private static final Pattern NAME = Pattern.compile("[0-9]{" + MILLIS_DIGITS + "}-[A-Za-z0-9_-]{1,63}");
    private static final Pattern DAY = Pattern.compile("[0-9]{" + DAY_DIGITS + "}");

    private final Records records;
    private volatile boolean whole;

    JobOrder(Records records) {
        this.records = records;
    }

    /** Times outside those that have the digits, as no clock gives them, stand at the end of the others. */
    private static String nameOf(StoredJob job) {
        long millis = Math.min(Math.max(job.receivedAt().toEpochMilli(), 0), MILLIS_END);
        return NameNumbers.padded(MILLIS_END - millis, MILLIS_DIGITS) + "-" + job.id();
    }

    private static String dayOf(String name) {
        long millis = MILLIS_END - Long.parseLong(name.substring(0, MILLIS_DIGITS));
        return NameNumbers.padded(
                DAY_END - Math.floorDiv(millis, Duration.ofDays(1).toMillis()), DAY_DIGITS);
    }

    private static JobId idOf(String name) {
        return new JobId(name.substring(MILLIS_DIGITS + 1));
    }

    /** To be called before the job's document is written. */
    void add(StoredJob job) {
        String name = nameOf(job);
        records.putFirst(FOLDER + "/" + dayOf(name) + "/" + name, JobRecords.encodeTime(job.receivedAt()));
    }

    /** @param last the job before the first that is wanted; empty to begin with the latest */
    Reading after(Optional<StoredJob> last) {
        if (!whole) {
            whole = makeWhole();
        }
        return new Reading(last.map(JobOrder::nameOf).orElse(""));
    }

    /** Gives the jobs one after another, the latest first; the entries of a day are listed once, when they are come to. For one thread. */
    final class Reading {
        private final String after;
        private final Iterator<String> days;
        private List<String> ofDay = List.of();
        private int read;

        private Reading(String after) {
            this.after = after;
            this.days = days().tailSet(after.isEmpty() ? "" : dayOf(after)).iterator();
        }

        /**
         * @param most how many are wanted, 1 or more
         * @return the next jobs; fewer than wanted at the end alone
         */
        List<StoredJob> next(int most) {
            List<StoredJob> found = new ArrayList<>();
            while (found.size() < most && hasEntries()) {
                int end = Math.min(ofDay.size(), read + Math.min(most - found.size(), MOST_AT_ONCE));
                addJobs(ofDay.subList(read, end), found);
                read = end;
            }
            return found;
        }

        private boolean hasEntries() {
            while (read == ofDay.size() && days.hasNext()) {
                ofDay = names(days.next()).stream()
                        .filter(name -> name.compareTo(after) > 0)
                        .toList();
                read = 0;
            }
            return read < ofDay.size();
        }
    }

    private void addJobs(Collection<String> names, List<StoredJob> into) {
        List<String> keys =
                names.stream().map(name -> Records.DOCUMENTS + "/" + idOf(name)).toList();
        Set<String> wanted = new HashSet<>(names);
        records.readAll(keys, JobRecords::storedJob).stream()
                .filter(job -> wanted.contains(nameOf(job)))
                .forEach(into::add);
    }

    private SortedSet<String> days() {
        SortedSet<String> days = new TreeSet<>(records.objects().children(FOLDER));
        days.addAll(records.objects().children(FOLDER_BEFORE));
        days.removeIf(day -> !DAY.matcher(day).matches());
        return days;
    }

    /** @return names of a day's entries, ascending; what a stranger put beside them is none */
    private SortedSet<String> names(String day) {
        SortedSet<String> names = new TreeSet<>(entries(day));
        names.addAll(records.read(
                        FOLDER_BEFORE + "/" + day,
                        (key, bytes) -> JobRecords.decode(key, bytes, json -> StoredJson.textList(json, "entries")))
                .orElse(List.of()));
        names.removeIf(name -> !NAME.matcher(name).matches());
        return names;
    }

    private List<String> entries(String day) {
        return records.objects().children(FOLDER + "/" + day);
    }

    /** Jobs that have an entry are not read. @return whether the order is whole; nothing is written where there is no job */
    private boolean makeWhole() {
        if (records.objects().get(WHOLE).isPresent()) {
            return true;
        }
        Set<String> missing = new HashSet<>(records.objects().children(Records.DOCUMENTS));
        missing.removeIf(id -> !JobId.isValid(id));
        if (missing.isEmpty()) {
            return false;
        }
        for (String day : records.objects().children(FOLDER)) {
            entries(day).stream()
                    .filter(name -> NAME.matcher(name).matches())
                    .forEach(name -> missing.remove(idOf(name).value()));
        }
        Map<String, SortedSet<String>> byDay = new TreeMap<>();
        List<String> keys = missing.stream()
                .sorted()
                .map(id -> Records.DOCUMENTS + "/" + id)
                .toList();
        records.readAll(keys, JobRecords::storedJob).stream()
                .map(JobOrder::nameOf)
                .forEach(name -> byDay.computeIfAbsent(dayOf(name), first -> new TreeSet<>())
                        .add(name));
        byDay.forEach((day, names) -> {
            ObjectNode json = JobRecords.record();
            json.set("entries", StoredJson.texts(names));
            records.putFirst(FOLDER_BEFORE + "/" + day, JobRecords.bytes(json));
        });
        return byDay.isEmpty() ? isNoted() : putWhole();
    }

    private boolean putWhole() {
        records.putFirst(WHOLE, JobRecords.encodeTime(records.now()));
        return true;
    }

    /** Every job has its entry, so that jobs can be listed also where nothing can be written, such as on a full disk. */
    private boolean isNoted() {
        try {
            return putWhole();
        } catch (TransientFailureException e) {
            return false;
        }
    }
}
