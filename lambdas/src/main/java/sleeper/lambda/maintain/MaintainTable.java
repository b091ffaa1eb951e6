package sleeper.lambda.maintain;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.table.TableName;
import sleeper.core.util.Secrets;
import sleeper.core.util.UnicodeText;
import sleeper.lambda.maintain.MaintainRequest.Done;
import sleeper.lambda.port.LambdaPorts;
import sleeper.lambda.runtime.CauseText;
import sleeper.lambda.view.PublishView;
import sleeper.lambda.view.TableViews;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.job.JobHistory;
import sleeper.statestore.table.GcReport;
import sleeper.statestore.table.TableLog;

/**
 * Looks after the tables of an instance. Each step is safe to repeat, and to run beside loads and beside another of its kind: what goes
 * is for the table's log to say.
 */
final class MaintainTable {
    /**
     * So many tables an execution looks after. One whose five Tasks are each tried six times leaves about a hundred events, and a history
     * takes 25,000; one that failed leaves 800 bytes in a state that takes 256 KiB.
     */
    static final int PAGE_TABLES = 150;

    /** How long readers of a dropped table are given. */
    static final Duration GRACE = Duration.ofHours(1);

    private static final int MOST_MESSAGE_BYTES = 4_096;
    /** In UTF-16 units, each of at most three bytes. */
    private static final int MOST_CAUSE = 200;

    private static final int MOST_ERROR = 80;

    /** Separates an execution's name from the number of its page, from the second on. */
    private static final String PAGE = "_page";

    /** A name of an execution has 80 characters at most, the number of its page among them. */
    private static final int MOST_NAME = 68;

    private static final Pattern NUMBERED = Pattern.compile("(.+)" + PAGE + "(\\d{1,6})");

    private final InstanceStores stores;
    private final PublishView publish;

    MaintainTable(LambdaPorts ports) {
        this.stores = ports.stores();
        this.publish = new PublishView(ports);
    }

    /** @return by name, in their order */
    SortedMap<String, Object> run(MaintainRequest request) {
        return new TreeMap<>(answer(request));
    }

    private Map<String, Object> answer(MaintainRequest request) {
        return switch (request.toStep()) {
            case LIST -> list(request);
            case SNAPSHOT -> Map.of("slot", log(request).snapshot());
            case PUBLISH -> publish.ofTable(request.toTable());
            case COLLECT -> collect(request.toTable());
            case HISTORY -> project(request.toTable());
            case SHORTEN -> shorten(request.done() == null ? List.of() : request.done());
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
                left.size() > page.size() ? "some" : "none",
                "next",
                nextOf(request.execution() == null ? "" : request.execution()));
    }

    /** An execution that is started again after a lost reply has the name again. */
    private static String nextOf(String execution) {
        Matcher numbered = NUMBERED.matcher(execution);
        return numbered.matches()
                ? numbered.group(1) + PAGE + (Integer.parseInt(numbered.group(2)) + 1)
                : UnicodeText.cut(execution, MOST_NAME) + PAGE + 2;
    }

    private Map<String, Object> collect(TableName table) {
        int drained = stores.tables().log(table).drainInbox();
        GcReport report = TableViews.of(stores).collect(table, false, GRACE);
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

    private static Map<String, Object> shorten(List<Done> done) {
        Done one = done.get(0);
        return Map.of(
                "table", one.table(), "error", UnicodeText.cut(one.error(), MOST_ERROR), "cause", shown(one.cause()));
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
        if (cause == null) {
            return "";
        }
        // Masked before it is cut: half of a secret is not known for one.
        String masked = Secrets.masked(CauseText.message(cause));
        return UnicodeText.cut(masked.replaceAll("\\p{Cntrl}+", " "), MOST_CAUSE);
    }
}
