package sleeper.statestore.transaction.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.job.Manifest;
import sleeper.core.key.Region;
import sleeper.core.key.json.KeyJson;
import sleeper.core.table.DataFile;
import sleeper.core.util.Require;
import sleeper.statestore.util.Sha256;

/**
 * Many data files as JSON: {@code "regions":[…],"files":[["path",0,1000,52000,"sha256"],…]}, where the second value is the
 * region's place in the list, since files share the regions of leaves.
 */
public final class DataFilesJson {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final JsonMapper MAPPER = new JsonMapper();

    private DataFilesJson() {}

    static void write(JsonGenerator json, List<DataFile> files) throws IOException {
        Map<Region, Integer> regions = new LinkedHashMap<>();
        for (DataFile file : files) {
            regions.putIfAbsent(file.cutFor(), regions.size());
        }
        json.writeArrayFieldStart("regions");
        for (Region region : regions.keySet()) {
            json.writeObject(KeyJson.toJson(region));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("files");
        for (DataFile file : files) {
            json.writeStartArray();
            json.writeString(file.path());
            json.writeNumber(regions.get(file.cutFor()));
            json.writeNumber(file.rowCount());
            json.writeNumber(file.sizeBytes());
            json.writeString(file.sha256());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    static List<DataFile> read(JsonNode json) {
        List<Region> regions = new ArrayList<>();
        json.path("regions").forEach(region -> regions.add(KeyJson.regionFromJson(region)));
        List<DataFile> files = new ArrayList<>(json.path("files").size());
        for (JsonNode file : json.path("files")) {
            Require.that(file.size() == 5, "not a file: " + file);
            files.add(new DataFile(
                    file.get(0).asText(),
                    regions.get(file.get(1).asInt()),
                    file.get(2).asLong(),
                    file.get(3).asLong(),
                    file.get(4).asText()));
        }
        return files;
    }

    /** @return the hash that names a manifest in the log: of its run and its files, in their order */
    public static String hashOf(Manifest manifest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.setCodec(MAPPER);
            json.writeStartObject();
            json.writeStringField("attempt", manifest.attempt().executionName());
            json.writeStringField("run", manifest.runId());
            write(json, manifest.files());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Sha256.hex(out.toByteArray());
    }
}
