package sleeper.statestore.instance;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.settings.PropertyFile;
import sleeper.core.table.TableName;
import sleeper.statestore.object.ObjectStore;
import sleeper.statestore.object.PutResult;
import sleeper.statestore.util.Surroundings;

/**
 * Properties that are objects of a store: {@code instance.properties} and {@code tables/NAME.properties}. An object is replaced as a
 * whole, so that readers see the old one or the new one.
 */
public final class ObjectProperties implements PropertyStore {
    private static final String INSTANCE = "instance.properties";
    private static final int MOST_TRIES = 10;
    private static final Duration LEAST_WAIT = Duration.ofMillis(5);
    private static final Duration MOST_WAIT = Duration.ofMillis(500);

    private final ObjectStore objects;
    private final String place;
    private final Surroundings surroundings;

    /** @param place where the objects lie, for people, such as {@code s3://sleeper-abc-config} */
    public ObjectProperties(ObjectStore objects, String place, Surroundings surroundings) {
        this.objects = objects;
        this.place = place;
        this.surroundings = surroundings;
    }

    @Override
    public Map<String, String> ofInstance() {
        return read(INSTANCE);
    }

    @Override
    public Map<String, String> ofTable(TableName table) {
        return read(keyOf(table));
    }

    @Override
    public void putOfInstance(Map<String, String> properties) {
        put(INSTANCE, properties);
    }

    @Override
    public void putOfTable(TableName table, Map<String, String> properties) {
        put(keyOf(table), properties);
    }

    private static String keyOf(TableName table) {
        return "tables/" + table + ".properties";
    }

    private String nameOf(String key) {
        return place + "/" + key;
    }

    private Map<String, String> read(String key) {
        Optional<byte[]> found = objects.get(key);
        return found.isEmpty() ? Map.of() : PropertyFile.read(nameOf(key), text(key, found.get()));
    }

    private String text(String key, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException(
                    "The properties in " + nameOf(key) + " were not accepted.",
                    List.of(Fault.of(ErrorCode.WRONG_TYPE, nameOf(key), "bytes that are not UTF-8", "UTF-8 text")
                            .at(FaultLocation.ofFile(nameOf(key)))),
                    e);
        }
    }

    /** The last writer wins: another that comes between the look and the write is looked at, and replaced as well. */
    private void put(String key, Map<String, String> properties) {
        byte[] bytes = PropertyFile.write(nameOf(key), properties).getBytes(StandardCharsets.UTF_8);
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Optional<byte[]> found = objects.get(key);
            if (found.filter(there -> Arrays.equals(there, bytes)).isPresent()) {
                return;
            }
            PutResult result =
                    found.isPresent() ? objects.replace(key, found.get(), bytes) : objects.putIfAbsent(key, bytes);
            if (result == PutResult.STORED) {
                return;
            }
            surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
        }
        throw new OutcomeUnknownException(
                "The properties in " + nameOf(key) + " may have been written.",
                List.of(new Fault(
                        ErrorCode.OUTCOME_UNKNOWN,
                        nameOf(key),
                        "no answer that tells, or others that write them too",
                        "",
                        "Look at the properties, then write them again.")));
    }
}
