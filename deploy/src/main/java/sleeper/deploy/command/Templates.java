package sleeper.deploy.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import sleeper.core.deployment.DeploymentParts;
import sleeper.deploy.cdk.Assembly;
import sleeper.deploy.cdk.Cdk;

/** What CDK's app makes for one deployment, in a folder that no other deployment has, and that is deleted with this. */
final class Templates implements AutoCloseable {
    private final String stack;
    private final Path home;
    private final DeploymentParts parts;
    private final Path folder;
    private boolean isKept;

    /** @param home with the properties */
    Templates(String stack, Path home, DeploymentParts parts) throws IOException {
        this.stack = stack;
        this.home = home;
        this.parts = parts;
        // One that is left behind goes with the other old parts.
        this.folder = Files.createTempDirectory(parts.folder().getParent(), "unfinished-templates");
    }

    /** @param deployer as of {@link Cdk.Input} */
    Assembly make(Optional<String> deployer) throws IOException {
        Path out = Files.createTempDirectory(folder, stack);
        Cdk.synthesise(new Cdk.Input(home, parts, deployer), out);
        return new Assembly(out, stack);
    }

    /** Has the folder stay, since somebody was told of it. */
    void keep() {
        isKept = true;
    }

    @Override
    public void close() throws IOException {
        if (isKept) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
