package sleeper.statestore.instance;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.settings.PropertyFile;

/** Properties that lie in a file of the home. */
final class StoredProperties {
    private StoredProperties() {}

    /**
     * @return the file's properties, remarks left out, sorted; none if there is no such file
     * @throws InvalidRequestException if it is no property file
     */
    static Map<String, String> read(Path file) {
        try {
            return PropertyFile.read(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException(
                    "The properties in " + file + " were not accepted.",
                    List.of(Fault.of(ErrorCode.WRONG_TYPE, file.toString(), "bytes that are not UTF-8", "UTF-8 text")
                            .at(FaultLocation.ofFile(file.toString()))),
                    e);
        } catch (IOException e) {
            throw new TransientFailureException(
                    "Property file " + file + " could not be read.",
                    List.of(Fault.of(ErrorCode.UNAVAILABLE, file.toString(), String.valueOf(e), "UTF-8 text")
                            .at(FaultLocation.ofFile(file.toString()))),
                    e);
        }
    }
}
