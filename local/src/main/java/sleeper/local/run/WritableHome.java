package sleeper.local.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import sleeper.core.util.FileWords;
import sleeper.statestore.file.OwnerOnly;
import sleeper.statestore.instance.UnreachableException;

/** Whether a home can be worked in; asked before anything is started there. */
public final class WritableHome {
    private WritableHome() {}

    /**
     * Makes the home if it is not there.
     *
     * @throws UnreachableException if it cannot be made or written
     */
    public static void expect(Path home) {
        try {
            OwnerOnly.createDirectories(home);
        } catch (IOException e) {
            throw unusable(home, "a folder that cannot be made (" + FileWords.of(e) + ")", e);
        }
        if (!Files.isWritable(home)) {
            throw unusable(home, "a folder that may not be written", null);
        }
    }

    private static UnreachableException unusable(Path home, String found, IOException cause) {
        return new UnreachableException(
                "the home " + home, found, "Set SLEEPER_HOME to a folder that can be written.", cause);
    }
}
