package sleeper.lambda.runtime;

import com.amazonaws.services.lambda.runtime.CustomPojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonInclude.Value;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The JSON of requests and replies, in place of the serializer of Lambda's runtime, which {@link java.util.ServiceLoader} makes give way to
 * it. The runtime's own depends on the version that AWS happens to run: 1.2.0 of {@code aws-lambda-java-serialization} cannot make a
 * record, 1.1.5 can. Events of AWS are read as the runtime reads them. Safe for use by many threads.
 */
public final class StepJson implements CustomPojoSerializer {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(Value.construct(Include.NON_NULL, Include.NON_NULL))
            .build();

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as the runtime has it
    public <T> T fromJson(InputStream input, Type type) {
        Optional<PojoSerializer<T>> event = event(type);
        if (event.isPresent()) {
            return event.get().fromJson(input);
        }
        try {
            return JSON.readValue(input, JSON.constructType(type));
        } catch (IOException e) {
            throw unread(type, e);
        }
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // as the runtime has it
    public <T> T fromJson(String input, Type type) {
        return fromJson(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), type);
    }

    @Override
    public <T> void toJson(T value, OutputStream output, Type type) {
        Optional<PojoSerializer<T>> event = event(type);
        if (event.isPresent()) {
            event.get().toJson(value, output);
            return;
        }
        try {
            JSON.writerFor(JSON.constructType(type)).writeValue(output, value);
        } catch (IOException e) {
            throw new UncheckedIOException("the reply could not be written: " + type.getTypeName(), e);
        }
    }

    private static UncheckedIOException unread(Type type, IOException e) {
        return new UncheckedIOException("the request could not be read: it must be JSON of " + type.getTypeName(), e);
    }

    @SuppressWarnings("unchecked") // the serializer is made for the very type
    private static <T> Optional<PojoSerializer<T>> event(Type type) {
        return type instanceof Class<?> named && LambdaEventSerializers.isLambdaSupportedEvent(named.getName())
                ? Optional.of((PojoSerializer<T>)
                        LambdaEventSerializers.serializerFor(named, StepJson.class.getClassLoader()))
                : Optional.empty();
    }
}
