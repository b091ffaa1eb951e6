package sleeper.statestore.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import sleeper.core.error.DiskSpace;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.OutcomeUnknownException;
import sleeper.core.error.TransientFailureException;

/** A file of the operator's, which has a name of its own and is no object of a store. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Puts a file in the place of one that may be there, durably; readers see the old one or the new one. Directories above it are
     * made. Those who could not read the old one cannot read the new one: it may hold a password.
     *
     * @throws TransientFailureException if what was there is there
     * @throws OutcomeUnknownException   if it failed while the file took its place
     */
    public static void replace(Path file, byte[] bytes) {
        try {
            DurableFiles.replace(file, bytes, permissionsOf(file));
        } catch (DurableFiles.MayHaveHappenedException e) {
            throw new OutcomeUnknownException(
                    "File " + file + " may have been written.",
                    List.of(fault(ErrorCode.OUTCOME_UNKNOWN, file, e.failure(), "")),
                    e.failure());
        } catch (IOException e) {
            throw new TransientFailureException(
                    "File " + file + " could not be written.",
                    List.of(fault(DiskSpace.codeOf(e), file, e, "a file that can be written")),
                    e);
        }
    }

    /** @return the permissions of a file that is there; none if there is no file */
    private static FileAttribute<?>[] permissionsOf(Path file) throws IOException {
        try {
            return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(Files.getPosixFilePermissions(file))};
        } catch (NoSuchFileException e) {
            return new FileAttribute<?>[0];
        }
    }

    private static Fault fault(ErrorCode code, Path file, IOException found, String allowed) {
        String action = code == ErrorCode.OUTCOME_UNKNOWN ? "Look at the file, then write it again." : code.action();
        return new Fault(code, file.toString(), found.toString(), allowed, action)
                .at(FaultLocation.ofFile(file.toString()));
    }
}
