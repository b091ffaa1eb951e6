package sleeper.core.job.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.error.CorruptDataException;
import sleeper.core.job.Manifest;
import sleeper.core.json.StoredJson;
import sleeper.core.table.json.DataFileJson;

/** A stored manifest: {@code {"format":1,"jobId","attempt","runId","files":[...]}}. */
public final class ManifestJson {
    private static final int FORMAT = 1;

    private ManifestJson() {}

    public static String write(Manifest manifest) {
        ObjectNode json = AttemptJson.begin(FORMAT, manifest.attempt()).put("runId", manifest.runId());
        json.set("files", StoredJson.array(manifest.files(), DataFileJson::toJson));
        return StoredJson.write(json);
    }

    /**
     * @throws CorruptDataException if the text is not what {@link #write} gave
     * @throws sleeper.core.error.VersionTooOldException if a later version wrote it
     */
    public static Manifest read(String text) {
        return StoredJson.decode("A manifest", StoredJson.parse("A manifest", text), ManifestJson::fromJson);
    }

    private static Manifest fromJson(JsonNode json) {
        AttemptJson.checkFormat("a manifest", json, FORMAT);
        return new Manifest(
                AttemptJson.read(json),
                StoredJson.text(json, "runId"),
                StoredJson.list(json, "files", DataFileJson::fromJson));
    }
}
