package sleeper.api.route;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sleeper.api.ApiPlace;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import sleeper.core.settings.Settings;
import sleeper.core.util.SuiteVersion;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.Instance;

/** The instance as a whole. */
public record InstanceRoutes(Instance instance, ApiPlace place) {
    private static final String CATALOG = "iceberg";

    public List<Route> all() {
        return List.of(Route.get("/instance", "What the instance is, and where its services listen.")
                .gives(
                        "{\"place\",\"kind\": `embedded` or `deployed`,\"id\",\"region\",\"served\",\"version\",\"platforms\","
                                + "\"queues\",\"uploadBucket\"?,\"endpoints\",\"iceberg\"?: {\"catalog\",\"uri\"}}",
                        call -> describe()));
    }

    private ObjectNode describe() {
        Settings settings = new CheckedSettings(instance.stores()).ofInstance();
        ObjectNode json = StoredJson.object()
                .put("place", instance.place())
                .put("kind", place.kind())
                .put("id", place.id())
                .put("region", place.region())
                .put("served", instance.isServed())
                .put("version", SuiteVersion.CURRENT);
        json.set(
                "platforms",
                StoredJson.texts(
                        Arrays.stream(Platform.values()).map(Platform::word).toList()));
        json.set(
                "queues",
                StoredJson.texts(
                        Arrays.stream(JobQueue.values()).map(JobQueue::word).toList()));
        settings.find(InstanceSettings.UPLOAD_BUCKET).ifPresent(bucket -> json.put("uploadBucket", bucket));
        json.set("endpoints", StoredJson.textMap(place.endpoints()));
        Optional.ofNullable(place.endpoints().get(CATALOG))
                .ifPresent(address ->
                        json.putObject(CATALOG).put("catalog", "rest").put("uri", address));
        return json;
    }
}
