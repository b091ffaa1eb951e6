package sleeper.verification.workflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Parameters of a Task, read into the SDK's request of the same name. A field that the request does not have is refused. */
final class SdkRequest {
    private SdkRequest() {}

    /**
     * @param builder    of the request
     * @param parameters of the Task
     * @throws IllegalArgumentException if a field is none of the request's, or has another type
     */
    static SdkPojo read(SdkPojo builder, JsonNode parameters) {
        return (SdkPojo) ((Buildable) filled(builder, parameters, "")).build();
    }

    private static SdkPojo filled(SdkPojo builder, JsonNode json, String path) {
        if (!json.isObject()) {
            throw new IllegalArgumentException(path + " is no object: " + json);
        }
        json.properties().forEach(entry -> {
            SdkField<?> field = builder.sdkFields().stream()
                    .filter(known -> known.memberName().equals(entry.getKey()))
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("no field of the service's: " + path + "/" + entry.getKey()));
            field.set(builder, value(field, entry.getValue(), path + "/" + entry.getKey()));
        });
        return builder;
    }

    private static Object value(SdkField<?> field, JsonNode json, String path) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            return ((Buildable) filled(field.constructor().get(), json, path)).build();
        } else if (type == MarshallingType.LIST) {
            SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
            List<Object> values = new ArrayList<>();
            require(json.isArray(), path, json).forEach(one -> values.add(value(member, one, path + "[]")));
            return values;
        } else if (type == MarshallingType.MAP) {
            SdkField<?> member = field.getTrait(MapTrait.class).valueFieldInfo();
            Map<String, Object> values = new LinkedHashMap<>();
            require(json.isObject(), path, json)
                    .properties()
                    .forEach(entry -> values.put(entry.getKey(), value(member, entry.getValue(), path + "{}")));
            return values;
        } else if (type == MarshallingType.STRING) {
            return require(json.isTextual(), path, json).textValue();
        } else if (type == MarshallingType.INTEGER) {
            return require(json.isInt(), path, json).intValue();
        } else if (type == MarshallingType.LONG) {
            return require(json.isIntegralNumber(), path, json).longValue();
        } else if (type == MarshallingType.BOOLEAN) {
            return require(json.isBoolean(), path, json).booleanValue();
        } else if (type == MarshallingType.DOUBLE) {
            return require(json.isNumber(), path, json).doubleValue();
        }
        throw new IllegalArgumentException(path + " has the type " + type + ", which nothing here is written as");
    }

    private static JsonNode require(boolean fits, String path, JsonNode json) {
        return Optional.of(json)
                .filter(node -> fits)
                .orElseThrow(() -> new IllegalArgumentException(path + " has another type: " + json));
    }
}
