package sleeper.lambda.maintain;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sleeper.core.table.TableName;
import sleeper.core.util.UnicodeText;
import sleeper.lambda.maintain.MaintainRequest.Done;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.TableLog;

/**
 * Looks after the tables of an instance. Each step is safe to repeat, and to run beside loads and beside another of its kind: what goes
 * is for the table's log to say.
 */
final class MaintainTable {
    /** So many tables an execution sees to: each leaves some forty events in a history that takes 25,000. */
    static final int PAGE_TABLES = 400;

    /** How long readers of a dropped table are given. */
    static final Duration GRACE = Duration.ofHours(1);

    private static final int MOST_MESSAGE_BYTES = 4_096;
    private static final int MOST_CAUSE = 300;

    private final InstanceStores stores;

    MaintainTable(LambdaPorts ports) {
        this.stores = ports.stores();
    }

    /** @return by name, in their order */
    SortedMap<String, Object> run(MaintainRequest request) {
        return new TreeMap<>(answer(request));
    }

    private Map<String, Object> answer(MaintainRequest request) {
        return switch (request.toStep()) {
            case LIST -> list(request);
            case SNAPSHOT -> Map.of("slot", log(request).snapshot());
            case COLLECT -> collect(log(request));
            case HISTORY -> project(request.toTable());
            case TELL -> words(request.done() == null ? List.of() : request.done());
        };
    }

    private TableLog log(MaintainRequest request) {
        return stores.tables().log(request.toTable());
    }

    /** Dropped tables are among them: their files go after a while. */
    private Map<String, Object> list(MaintainRequest request) {
        List<String> left = stores.tables().logged().stream()
                .map(TableName::value)
                .sorted()
                .filter(name -> request.lastTable()
                        .filter(last -> name.compareTo(last) <= 0)
                        .isEmpty())
                .toList();
        List<String> page = left.subList(0, Math.min(PAGE_TABLES, left.size()));
        return Map.of(
                "tables",
                page,
                "after",
                page.isEmpty() ? "" : page.get(page.size() - 1),
                "left",
                left.size() > page.size() ? "some" : "none");
    }

    private Map<String, Object> collect(TableLog log) {
        int drained = log.drainInbox();
        GcReport report = log.collect(stores.jobs(), false, GRACE);
        return Map.of(
                "drained", drained,
                "removed", report.removed().size(),
                "undecided", report.undecided().size(),
                "waiting", report.waiting().size(),
                "retiredTo", report.retiredTo());
    }

    private Map<String, Object> project(TableName table) {
        new JobHistory(stores.jobs(), stores.tables()).project(table);
        return Map.of("slot", stores.tables().log(table).state().slot());
    }

    private static Map<String, Object> words(List<Done> done) {
        List<Done> failed = done.stream().filter(one -> one.error() != null).toList();
        if (failed.isEmpty()) {
            return Map.of("tell", "nobody", "subject", "", "message", "");
        }
        String count = failed.size() + (failed.size() == 1 ? " table was" : " tables were") + " not maintained";
        StringBuilder text =
                new StringBuilder(count).append(". Nothing is lost: the next run, within the hour, tries again.\n");
        int named = 0;
        for (Done one : failed) {
            String line = "Table " + one.table() + ": " + one.error() + ": " + shown(one.cause()) + "\n";
            if (bytes(text) + bytes(line) > MOST_MESSAGE_BYTES - 100) {
                break;
            }
            text.append(line);
            named++;
        }
        if (named < failed.size()) {
            text.append("And ").append(failed.size() - named).append(" more.\n");
        }
        return Map.of("tell", "operator", "subject", count, "message", text.toString());
    }

    private static int bytes(CharSequence text) {
        return text.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private static String shown(String cause) {
        return cause == null ? "" : UnicodeText.cut(cause.replaceAll("\\p{Cntrl}+", " "), MOST_CAUSE);
    }
}
