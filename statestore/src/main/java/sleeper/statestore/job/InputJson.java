package sleeper.statestore.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import sleeper.core.job.JobId;
import sleeper.core.json.StoredJson;
import sleeper.core.util.Require;
import sleeper.statestore.job.InputIndex.Generation;

/**
 * The objects of an {@link InputIndex}: {@code {"format":1,"job":"j","files":["<hash>",...]}} for a registration,
 * {@code {"format":1,"number":3,"digits":1,"files":20,"shards":{"<digits>":"<name>",...}}} for a generation, and
 * {@code {"format":1,"jobs":["j",...],"files":{"<hash>":[0,...],...}}} for a shard, where jobs are named by their position.
 */
final class InputJson {
    private InputJson() {}

    static byte[] encode(Registration registration) {
        ObjectNode json = JobRecords.record().put("job", registration.job().value());
        json.set("files", StoredJson.texts(registration.files()));
        return JobRecords.bytes(json);
    }

    static Registration registration(String key, byte[] bytes) {
        return JobRecords.decode(
                key,
                bytes,
                json -> new Registration(new JobId(JobRecords.text(json, "job")), StoredJson.textList(json, "files")));
    }

    static byte[] encode(Generation generation) {
        ObjectNode json = JobRecords.record()
                .put("number", generation.number())
                .put("digits", generation.digits())
                .put("files", generation.files());
        json.set("shards", StoredJson.textMap(generation.shards()));
        return JobRecords.bytes(json);
    }

    static Generation generation(String key, byte[] bytes) {
        return JobRecords.decode(
                key,
                bytes,
                json -> new Generation(
                        StoredJson.longValue(json, "number"),
                        StoredJson.intValue(json, "digits"),
                        StoredJson.longValue(json, "files"),
                        StoredJson.textMap(json, "shards")));
    }

    static byte[] encode(InputShard shard) {
        ObjectNode json = JobRecords.record();
        ArrayNode jobs = json.putArray("jobs");
        ObjectNode files = json.putObject("files");
        Map<String, Integer> positions = new HashMap<>();
        shard.forEach((hash, job) -> {
            Integer position = positions.get(job.value());
            if (position == null) {
                position = jobs.size();
                positions.put(job.value(), position);
                jobs.add(job.value());
            }
            files.withArrayProperty(hash).add(position);
        });
        return JobRecords.bytes(json);
    }

    static InputShard shard(String key, byte[] bytes) {
        return JobRecords.decode(key, bytes, json -> {
            InputShard shard = new InputShard();
            JsonNode jobs = StoredJson.require(json, "jobs");
            StoredJson.require(json, "files")
                    .properties()
                    .forEach(file -> file.getValue().forEach(position -> {
                        JsonNode job = jobs.path(position.asInt(-1));
                        Require.that(job.isTextual(), "file " + file.getKey() + " is of job " + position);
                        shard.add(file.getKey(), new JobId(job.textValue()));
                    }));
            return shard;
        });
    }
}
