package sleeper.statestore.instance;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;

/** A file of Java properties. */
final class PropertyFile {
    private PropertyFile() {}

    /** @return its properties, sorted; none if there is no such file */
    static Map<String, String> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (CharacterCodingException e) {
            throw refused(file, "bytes that are not UTF-8", e);
        } catch (IllegalArgumentException e) {
            throw refused(file, String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new TransientFailureException(
                    "Property file " + file + " could not be read.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, file.toString(), String.valueOf(e), "")),
                    e);
        }
        Map<String, String> sorted = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> sorted.put(name, properties.getProperty(name)));
        return Collections.unmodifiableMap(sorted);
    }

    private static InvalidRequestException refused(Path file, String found, Exception cause) {
        return new InvalidRequestException(
                "Property file " + file + " could not be read.",
                List.of(Fault.of(
                        ErrorCode.VALUE_OUT_OF_RANGE, file.toString(), found, "Java properties, written in UTF-8")),
                cause);
    }
}
