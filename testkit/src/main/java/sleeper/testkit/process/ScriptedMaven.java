package sleeper.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A project in a folder, and a script that stands for Maven there and writes down how it was called. */
public final class ScriptedMaven {
    private final Path root;
    private final Path script;
    private final Path calls;

    /** @param folder takes the project, and beside it the script; the project has a {@code pom.xml} and no more */
    public ScriptedMaven(Path folder) throws IOException {
        this.root = Files.createDirectories(folder.resolve("project"));
        this.script = folder.resolve("mvn");
        this.calls = folder.resolve("calls");
        source("pom.xml", "<project/>");
    }

    /** @return the project's folder, in which the script runs */
    public Path root() {
        return root;
    }

    /** @return the script, which is there once it was said what it does */
    public Path command() {
        return script;
    }

    /**
     * Has the script do something from now on.
     *
     * @param lines of a shell that ends at the first failure
     */
    public void does(String lines) throws IOException {
        Files.writeString(script, "#!/bin/sh\nset -e\necho \"$*\" >> '" + calls + "'\n" + lines);
        if (!script.toFile().setExecutable(true)) {
            throw new IOException(script + " cannot be made executable");
        }
    }

    /** Writes a file of the project. */
    public void source(String path, String text) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.writeString(root.resolve(path), text);
    }

    /** @return the arguments of each call, oldest first */
    public List<String> calls() {
        try {
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
