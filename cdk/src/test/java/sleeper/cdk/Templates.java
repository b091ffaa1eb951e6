package sleeper.cdk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sleeper.core.settings.InstanceSettings;
import software.amazon.awscdk.assertions.Template;

/** The templates that the tests look at: of no optional stack, of each alone, and of all. */
final class Templates {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private Templates() {}

    /** @return by name, the value of {@code sleeper.optional.stacks} */
    static Map<String, String> chosen() {
        Map<String, String> chosen = new LinkedHashMap<>();
        chosen.put("none", "");
        InstanceSettings.allStacks().forEach(stack -> chosen.put(stack, stack));
        chosen.put("all", String.join(",", InstanceSettings.allStacks()));
        return chosen;
    }

    static InstanceStack stack(Path folder, String stacks, Map<String, String> more) {
        return new InstanceStack(InstanceApp.empty(folder.resolve("out")), TestAssets.spec(folder, stacks, more));
    }

    /** @return the template as text: sorted, and without what changes with the content of what is uploaded */
    static String text(InstanceStack stack) {
        try {
            String text = JSON.writeValueAsString(Template.fromStack(stack).toJSON());
            List<String> lines = new ArrayList<>();
            for (String line : text.split("\n")) {
                lines.add(line.replaceAll("[0-9a-f]{64}", "ASSET")
                        .replaceAll("(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}", "$1VERSION"));
            }
            return String.join("\n", lines) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
