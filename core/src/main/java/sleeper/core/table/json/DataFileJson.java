package sleeper.core.table.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sleeper.core.json.StoredJson;
import sleeper.core.key.json.KeyJson;
import sleeper.core.table.DataFile;

/** A data file as manifests and the log hold it: {@code {"path","cutFor","rowCount","sizeBytes","sha256"}}. */
public final class DataFileJson {
    private DataFileJson() {}

    public static ObjectNode toJson(DataFile file) {
        ObjectNode json = StoredJson.object().put("path", file.path());
        json.set("cutFor", KeyJson.toJson(file.cutFor()));
        return json.put("rowCount", file.rowCount())
                .put("sizeBytes", file.sizeBytes())
                .put("sha256", file.sha256());
    }

    /**
     * @throws sleeper.core.error.CorruptDataException if a field is missing or of another type
     * @throws IllegalArgumentException                if a value is outside its range
     */
    public static DataFile fromJson(JsonNode json) {
        return new DataFile(
                StoredJson.text(json, "path"),
                KeyJson.regionFromJson(StoredJson.require(json, "cutFor")),
                StoredJson.longValue(json, "rowCount"),
                StoredJson.longValue(json, "sizeBytes"),
                StoredJson.text(json, "sha256"));
    }
}
