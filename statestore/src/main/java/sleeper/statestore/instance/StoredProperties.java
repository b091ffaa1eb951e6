package sleeper.statestore.instance;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.settings.PropertyFile;
import sleeper.core.table.TableName;
import sleeper.statestore.util.Surroundings;

/** Properties that lie in files of the home. A file is replaced as a whole, so that readers see the old one or the new one. */
final class StoredProperties implements PropertyStore {
    private final Path home;
    private final Surroundings surroundings;

    StoredProperties(Path home, Surroundings surroundings) {
        this.home = home;
        this.surroundings = surroundings;
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
                    List.of(Fault.of(ErrorCode.WRONG_TYPE, file.toString(), "bytes that are not UTF-8", "UTF-8 text")
                            .at(FaultLocation.ofFile(file.toString()))),
                    e);
        } catch (IOException e) {
            throw failed("Property file " + file + " could not be read.", file, e);
        }
    }

    private void replace(Path file, Map<String, String> properties) {
        byte[] text = PropertyFile.write(file.toString(), properties).getBytes(StandardCharsets.UTF_8);
        Path unfinished = file.resolveSibling(
                "." + file.getFileName() + "." + surroundings.ids().get());
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                    FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(text);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            deleteQuietly(unfinished);
            throw failed("Property file " + file + " could not be written.", file, e);
        }
    }

    private static void deleteQuietly(Path unfinished) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            // No reader sees it, and what made us delete it is about to be thrown.
        }
    }

    private static TransientFailureException failed(String summary, Path file, IOException cause) {
        return new TransientFailureException(
                summary,
                List.of(Fault.of(ErrorCode.UNAVAILABLE, file.toString(), String.valueOf(cause), "UTF-8 text")
                        .at(FaultLocation.ofFile(file.toString()))),
                cause);
    }
}
