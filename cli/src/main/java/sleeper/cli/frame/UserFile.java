package sleeper.cli.frame;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;
import sleeper.core.error.FaultLocation;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.util.FailureWords;

/**
 * A text file that the user named on the command line.
 *
 * @param path absolute
 */
public record UserFile(Path path) {
    /**
     * Reads the file and makes something of it, such as a schema.
     *
     * @param summary what could not be done if it fails; a whole sentence
     * @throws InvalidRequestException if it cannot be read, or {@code parser} refuses it: each fault names the file
     */
    public <T> T parse(String summary, Function<String, T> parser) {
        String text = read(summary);
        try {
            return parser.apply(text);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(
                    summary,
                    e.faults().stream()
                            .map(fault -> new Fault(
                                    fault.code(),
                                    path + ", " + fault.where(),
                                    fault.found(),
                                    fault.allowed(),
                                    fault.action(),
                                    fault.location().inFile(path.toString())))
                            .toList(),
                    e);
        }
    }

    /** As {@link #parse}, for the text alone. */
    public String read(String summary) {
        try {
            return Files.readString(path);
        } catch (NoSuchFileException e) {
            throw refused(summary, ErrorCode.FILE_NOT_FOUND, "no such file", "Correct the path.", e);
        } catch (AccessDeniedException e) {
            throw refused(summary, ErrorCode.FILE_FORBIDDEN, "a file that may not be read", "Permit it.", e);
        } catch (CharacterCodingException e) {
            throw refused(summary, ErrorCode.WRONG_TYPE, "bytes that are not UTF-8", "Write it as UTF-8 text.", e);
        } catch (IOException e) {
            String found = Files.isDirectory(path) ? "a directory" : FailureWords.of(e);
            throw refused(summary, ErrorCode.FILE_NOT_FOUND, found, "Name a file that can be read.", e);
        }
    }

    private InvalidRequestException refused(
            String summary, ErrorCode code, String found, String action, Exception cause) {
        return new InvalidRequestException(
                summary,
                List.of(new Fault(
                        code, path.toString(), found, "a text file", action, FaultLocation.ofFile(path.toString()))),
                cause);
    }
}
