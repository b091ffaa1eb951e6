package sleeper.statestore.transaction.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
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
        int[] regionOf = new int[files.size()];
        for (int i = 0; i < regionOf.length; i++) {
            Region region = files.get(i).cutFor();
            // Files of one leaf come one after another and share the region's object: no need to look it up.
            boolean same = i > 0 && isSame(region, files.get(i - 1).cutFor());
            regionOf[i] = same ? regionOf[i - 1] : indexOf(region, regions);
        }
        json.writeArrayFieldStart("regions");
        for (Region region : regions.keySet()) {
            json.writeObject(KeyJson.toJson(region));
        }
        json.writeEndArray();
        json.writeArrayFieldStart("files");
        for (int i = 0; i < regionOf.length; i++) {
            DataFile file = files.get(i);
            json.writeStartArray();
            json.writeString(file.path());
            json.writeNumber(regionOf[i]);
            json.writeNumber(file.rowCount());
            json.writeNumber(file.sizeBytes());
            json.writeString(file.sha256());
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(Region one, Region other) {
        return one == other;
    }

    private static int indexOf(Region region, Map<Region, Integer> regions) {
        Integer known = regions.putIfAbsent(region, regions.size());
        return known == null ? regions.size() - 1 : known;
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
        MessageDigest digest = Sha256.start();
        OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
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
        return HexFormat.of().formatHex(digest.digest());
    }
}
