package sleeper.local.task.eks.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.local.task.eks.objects.Meta;
import sleeper.local.task.eks.objects.ObjectKey;
import sleeper.local.task.eks.objects.ObjectKind;
import sleeper.local.task.eks.objects.ObjectStore;
import sleeper.statestore.file.OwnerOnly;

/** The folders that a pod's container has mounted, and where they are on this machine. */
final class PodVolumes {
    private final Map<String, Path> mounts;

    private PodVolumes(Map<String, Path> mounts) {
        this.mounts = mounts;
    }

    /**
     * Makes the folders: empty ones, and those with the entries of a config map.
     *
     * @param folder of the pod
     * @throws IOException if that cannot be done, or a volume is of another kind
     */
    static PodVolumes make(JsonNode pod, Path folder, ObjectStore store) throws IOException {
        Map<String, Path> byName = new LinkedHashMap<>();
        for (JsonNode volume : pod.at("/spec/volumes")) {
            String name = volume.path("name").asText();
            Path place = OwnerOnly.createDirectories(folder.resolve("volumes").resolve("v" + byName.size()));
            byName.put(name, place);
            if (volume.has("configMap")) {
                Optional<ObjectNode> configMap = store.find(key(pod, volume.path("configMap")));
                if (configMap.isPresent()) {
                    fill(place, configMap.get(), volume.at("/configMap/items"));
                }
            } else if (!volume.has("emptyDir")) {
                throw new IOException("Volume \"" + name
                        + "\" is of a kind that the embedded run does not have; it has emptyDir and" + " configMap.");
            }
        }
        Map<String, Path> mounts = new LinkedHashMap<>();
        for (JsonNode mount : pod.at("/spec/containers/0/volumeMounts")) {
            mounts.put(
                    mount.path("mountPath").asText(),
                    byName.getOrDefault(mount.path("name").asText(), folder));
        }
        return new PodVolumes(mounts);
    }

    /** @return whether all config maps are there that the pod mounts */
    static boolean areThere(JsonNode pod, ObjectStore store) {
        for (JsonNode volume : pod.at("/spec/volumes")) {
            JsonNode configMap = volume.path("configMap");
            if (volume.has("configMap")
                    && !configMap.path("optional").asBoolean()
                    && store.find(key(pod, configMap)).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    private static ObjectKey key(JsonNode pod, JsonNode configMap) {
        return new ObjectKey(
                ObjectKind.CONFIG_MAP,
                Meta.namespace(pod),
                configMap.path("name").asText());
    }

    private static void fill(Path folder, JsonNode configMap, JsonNode items) throws IOException {
        for (JsonNode item : items) {
            String path = item.path("path").asText();
            Path file = folder.resolve(path).normalize();
            if (!file.startsWith(folder)) {
                throw new IOException("The entry \"" + path + "\" of a config map leads out of its folder.");
            }
            OwnerOnly.createDirectories(file.getParent());
            OwnerOnly.write(
                    file, configMap.path("data").path(item.path("key").asText()).asText());
        }
    }

    /** @return a text in which paths of mounted folders are those of this machine */
    String onThisMachine(String text) {
        String mapped = text;
        for (Map.Entry<String, Path> mount : mounts.entrySet()) {
            Pattern path = Pattern.compile("(^|[,:=])" + Pattern.quote(mount.getKey()) + "(?=$|[/,:])");
            String place = mount.getValue().toString();
            mapped = path.matcher(mapped).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + place));
        }
        return mapped;
    }
}
