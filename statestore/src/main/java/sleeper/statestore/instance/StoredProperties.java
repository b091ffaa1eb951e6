package sleeper.statestore.instance;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
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
import sleeper.core.table.TableName;
import sleeper.core.util.FailureWords;
import sleeper.statestore.file.WholeFile;

/** Properties that lie in files of the home. A file is replaced as a whole, so that readers see the old one or the new one. */
final class StoredProperties implements PropertyStore {
    private final Path home;

    StoredProperties(Path home) {
        this.home = home;
    }

    @Override
    public Map<String, String> ofInstance() {
        return read(fileOfInstance());
    }

    @Override
    public Map<String, String> ofTable(TableName table) {
        return read(fileOf(table));
    }

    @Override
    public void putOfInstance(Map<String, String> properties) {
        replace(fileOfInstance(), properties);
    }

    @Override
    public void putOfTable(TableName table, Map<String, String> properties) {
        replace(fileOf(table), properties);
    }

    private Path fileOfInstance() {
        return home.resolve("instance.properties");
    }

    private Path fileOf(TableName table) {
        return home.resolve("tables").resolve(table + ".properties");
    }

    private static Map<String, String> read(Path file) {
        try {
            return PropertyFile.read(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (CharacterCodingException e) {
            throw new InvalidRequestException(
                    "The properties in " + file + " were not accepted.",
                    List.of(fault(ErrorCode.WRONG_TYPE, file, "bytes that are not UTF-8", "UTF-8 text")),
                    e);
        } catch (IOException e) {
            throw new TransientFailureException(
                    "Property file " + file + " could not be read.",
                    List.of(fault(ErrorCode.UNAVAILABLE, file, FailureWords.of(e), "a file that can be read")),
                    e);
        }
    }

    private static void replace(Path file, Map<String, String> properties) {
        WholeFile.replace(file, PropertyFile.write(file.toString(), properties).getBytes(StandardCharsets.UTF_8));
    }

    private static Fault fault(ErrorCode code, Path file, String found, String allowed) {
        return Fault.of(code, file.toString(), found, allowed).at(FaultLocation.ofFile(file.toString()));
    }
}
