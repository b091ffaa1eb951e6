package sleeper.lambda.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.job.JobId;
import sleeper.core.job.json.JobDocumentJson;
import sleeper.core.json.StoredJson;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.table.TableName;
import sleeper.iceberg.IcebergView.Published;
import sleeper.iceberg.InstanceViews;
import sleeper.iceberg.ListedView.Outcome;
import sleeper.lambda.port.LambdaPorts;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.ViewCatalog;
import sleeper.statestore.instance.ViewCatalog.State;

/** Publishes the views of tables. Safe to repeat, and to run beside loads and beside another of its kind. */
public final class PublishView {
    private final InstanceStores stores;
    private final InstanceViews views;
    private final ViewCatalog catalog;

    public PublishView(LambdaPorts ports) {
        this.stores = ports.stores();
        this.views = TableViews.of(stores);
        this.catalog = ports.views();
    }

    /**
     * @return as {@link #ofTable}, of the table that the event's job was for
     * @throws InvalidRequestException UNKNOWN_JOB if the event names no job of this instance
     */
    Map<String, Object> of(PublishViewRequest request) {
        String input = request.detail() == null ? "" : request.detail().input();
        return ofTable(new TableName(tableOf(input)));
    }

    private String tableOf(String input) {
        String jobId = StoredJson.optionalText(StoredJson.parse("The execution's input", input), "jobId")
                .orElse("");
        return Optional.of(jobId)
                .filter(JobId::isValid)
                .flatMap(id -> stores.jobs().job(new JobId(id)))
                .map(job -> JobDocumentJson.parseStored(job.document()).tableName())
                .filter(TableName::isValid)
                .orElseThrow(() -> new InvalidRequestException(
                        "No view was published.",
                        List.of(Fault.of(
                                ErrorCode.UNKNOWN_JOB,
                                "jobId in the execution's input",
                                jobId,
                                "a job of this instance"))));
    }

    /** @return what the view shows now, and where it is listed, by name; that it is not published, where the instance's stacks say so */
    public Map<String, Object> ofTable(TableName table) {
        return views.ofPublished(table, catalog)
                .map(view -> words(view.publish(false)))
                .orElse(Map.of("published", InstanceSettings.ICEBERG_STACK + " is not deployed"));
    }

    private static Map<String, Object> words(Outcome outcome) {
        Published published = outcome.published();
        Map<String, Object> answer = new TreeMap<>();
        if (outcome.entry().state() == State.LISTED) {
            answer.put("listed", outcome.entry().name());
        } else if (outcome.entry().state() == State.TAKEN) {
            answer.put("takenBy", outcome.entry().holder());
        }
        answer.put("version", published.version());
        answer.put("slot", published.slot());
        answer.put("snapshots", published.snapshots());
        answer.put("files", published.files());
        return answer;
    }
}
