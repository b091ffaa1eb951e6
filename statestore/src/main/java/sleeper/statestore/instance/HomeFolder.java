package sleeper.statestore.instance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import sleeper.core.util.FileWords;

/** Whether what somebody names can be the home of an instance on this machine; found out without writing anything. */
public final class HomeFolder {
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:/.*", Pattern.DOTALL);

    private HomeFolder() {}

    /**
     * @param text as {@code SLEEPER_HOME} has it, not blank
     * @return the path that it names, which may be relative
     * @throws UnreachableException if it is a path of no folder here
     */
    public static Path path(String text) {
        if (URI.matcher(text).matches()) {
            throw impossible(text, "a URI, not a path", null);
        }
        if (text.startsWith("~")) {
            throw impossible(text, "a path that begins with ~, which no shell has replaced", null);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw impossible(text, "no path here (" + e.getReason() + ")", e);
        }
    }

    /**
     * @param home absolute
     * @throws UnreachableException if it is no folder, may not be read, or is not there and cannot be made
     */
    public static void expectPossible(Path home) {
        try {
            if (isFolder(home)) {
                expectReadable(home);
                return;
            }
            Path above = home;
            do {
                above = above.getParent();
            } while (!isFolder(above));
            if (!Files.isWritable(above) || !Files.isExecutable(above)) {
                throw impossible(home, "a folder that cannot be made (" + above + " may not be written)", null);
            }
        } catch (IOException e) {
            throw impossible(home, "no folder, and none can be made (" + FileWords.of(e) + ")", e);
        }
    }

    private static void expectReadable(Path home) {
        if (!Files.isReadable(home) || !Files.isExecutable(home)) {
            throw impossible(home, "a folder that may not be read", null);
        }
    }

    /** @return whether a folder is there; not so if nothing is */
    private static boolean isFolder(Path path) throws IOException {
        BasicFileAttributes found;
        try {
            found = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                throw impossible(path, "a link to what is not there", e);
            }
            return false;
        }
        if (!found.isDirectory()) {
            throw impossible(path, "a file, not a folder", null);
        }
        return true;
    }

    private static UnreachableException impossible(Object home, String found, Exception cause) {
        return new UnreachableException(
                "the home " + home, found, "Set SLEEPER_HOME to a folder of this machine.", cause);
    }
}
