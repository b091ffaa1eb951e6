package sleeper.core.job.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import sleeper.core.error.CorruptDataException;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderValue;
import sleeper.core.job.InputFile;
import sleeper.core.job.JobPlan;
import sleeper.core.json.StoredJson;
import sleeper.core.partition.json.PartitionTreeJson;
import sleeper.core.platform.Platform;
import sleeper.core.schema.json.SchemaJson;
import sleeper.core.table.TableName;

/** A stored plan, all that a run needs to know; {@code "format":1}. */
public final class JobPlanJson {
    private static final int FORMAT = 1;

    private JobPlanJson() {}

    public static String write(JobPlan plan) {
        return StoredJson.write(toJson(plan));
    }

    /** @return the plan as part of a larger form */
    public static ObjectNode toJson(JobPlan plan) {
        ObjectNode json = AttemptJson.begin(FORMAT, plan.attempt())
                .put("digest", plan.digest())
                .put("table", plan.table().value())
                .put("incarnation", plan.incarnation());
        json.set("schema", SchemaJson.toJson(plan.schema()));
        json.set("fieldIds", SchemaJson.idsToJson(plan.schema().ids()));
        json.set("partitions", PartitionTreeJson.toJson(plan.partitions()));
        json.put("platform", plan.platform().word());
        json.set("reasons", StoredJson.texts(plan.reasons()));
        json.set("warnings", StoredJson.texts(plan.warnings()));
        json.set("inputs", StoredJson.array(plan.inputs(), JobPlanJson::input));
        if (!plan.unresolved().isEmpty()) {
            json.set("unresolved", StoredJson.texts(plan.unresolved()));
        }
        if (!plan.leftOut().isEmpty()) {
            json.set("leftOut", LeftOutJson.toJson(plan.leftOut()));
        }
        json.set("settings", StoredJson.textMap(plan.settings()));
        json.set("sparkConf", StoredJson.textMap(plan.sparkConf()));
        plan.className().ifPresent(name -> json.put("className", name));
        plan.estimate().ifPresent(estimate -> json.set("estimate", RunEstimateJson.toJson(estimate)));
        return json;
    }

    /**
     * @throws CorruptDataException if the text is not what {@link #write} gave
     * @throws sleeper.core.error.VersionTooOldException if a later version wrote it
     */
    public static JobPlan read(String text) {
        return StoredJson.decode("A plan", StoredJson.parse("A plan", text), JobPlanJson::fromJson);
    }

    /**
     * @throws CorruptDataException     if the node's form is not what {@link #toJson} gave
     * @throws IllegalArgumentException if the plan in it is none
     * @throws sleeper.core.error.VersionTooOldException if a later version wrote it
     */
    public static JobPlan fromJson(JsonNode json) {
        AttemptJson.checkFormat("a plan", json, FORMAT);
        String platform = StoredJson.text(json, "platform");
        return new JobPlan(
                AttemptJson.read(json),
                StoredJson.text(json, "digest"),
                new TableName(StoredJson.text(json, "table")),
                StoredJson.text(json, "incarnation"),
                SchemaJson.fromJson(StoredJson.require(json, "schema"), json.path("fieldIds")),
                PartitionTreeJson.fromJson(StoredJson.require(json, "partitions")),
                StoredJson.known("a plan", "platform", platform, Platform.ofWord(platform)),
                StoredJson.textList(json, "reasons"),
                StoredJson.textList(json, "warnings"),
                StoredJson.list(json, "inputs", JobPlanJson::inputFrom),
                json.has("unresolved") ? StoredJson.textList(json, "unresolved") : List.of(),
                json.has("leftOut") ? LeftOutJson.fromJson(json) : List.of(),
                StoredJson.textMap(json, "settings"),
                StoredJson.textMap(json, "sparkConf"),
                StoredJson.optionalText(json, "className"),
                json.has("estimate")
                        ? Optional.of(RunEstimateJson.fromJson(StoredJson.require(json, "estimate")))
                        : Optional.empty());
    }

    private static JsonNode input(InputFile input) {
        ObjectNode json = StoredJson.object()
                .put("bucket", input.path().bucket())
                .put("key", input.path().key())
                .put("lengthBytes", input.version().lengthBytes())
                .put("tag", input.version().tag())
                .put("rowCount", input.rowCount())
                .put("rowGroups", input.rowGroups());
        if (!input.folderValues().isEmpty()) {
            json.set("folderValues", StoredJson.array(input.folderValues(), JobPlanJson::folderValue));
        }
        return json;
    }

    private static JsonNode folderValue(FolderValue value) {
        ObjectNode json = StoredJson.object().put("field", value.field());
        value.text().ifPresent(text -> json.put("text", text));
        return json;
    }

    private static InputFile inputFrom(JsonNode json) {
        return new InputFile(
                new FilePath(StoredJson.text(json, "bucket"), StoredJson.text(json, "key")),
                new FileVersion(StoredJson.longValue(json, "lengthBytes"), StoredJson.text(json, "tag")),
                StoredJson.longValue(json, "rowCount"),
                StoredJson.intValue(json, "rowGroups"),
                json.has("folderValues")
                        ? StoredJson.list(json, "folderValues", JobPlanJson::folderValueFrom)
                        : List.of());
    }

    private static FolderValue folderValueFrom(JsonNode json) {
        return new FolderValue(StoredJson.text(json, "field"), StoredJson.optionalText(json, "text"));
    }
}
