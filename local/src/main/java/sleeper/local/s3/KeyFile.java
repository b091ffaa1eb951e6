package sleeper.local.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.settings.PropertyFile;
import sleeper.statestore.bucket.AccessKey;
import sleeper.statestore.file.OwnerOnly;

/** The pair by which clients sign what they ask of a home's buckets, in a file for its owner alone. */
final class KeyFile {
    private static final String ID = "access-key";
    private static final String SECRET = "secret-key";

    private KeyFile() {}

    /**
     * Reads the pair, or makes one where there is no file. For who holds the home's lock.
     *
     * @throws InvalidRequestException if the file has no pair
     */
    static AccessKey of(Path file, RandomGenerator random) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return made(file, random);
        }
        Map<String, String> values = PropertyFile.read(file.toString(), text);
        if (values.getOrDefault(ID, "").isBlank()
                || values.getOrDefault(SECRET, "").isBlank()) {
            throw new InvalidRequestException(
                    "The services were not started.",
                    List.of(new Fault(
                            ErrorCode.MISSING_FIELD,
                            file.toString(),
                            "not both of " + ID + " and " + SECRET,
                            "both",
                            "Delete the file: another pair is made, and local.json says which.")));
        }
        return new AccessKey(values.get(ID), values.get(SECRET));
    }

    private static AccessKey made(Path file, RandomGenerator random) throws IOException {
        AccessKey key = AccessKey.made(random);
        OwnerOnly.createDirectories(file.getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(unfinished);
        String text = PropertyFile.write(file.toString(), Map.of(ID, key.id(), SECRET, key.secret()));
        OwnerOnly.write(unfinished, text);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        return key;
    }
}
