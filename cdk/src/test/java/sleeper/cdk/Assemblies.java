package sleeper.cdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;

/**
 * Writes the templates of {@link Templates#chosen}, each with what it uploads, for judges that are no Java: {@code .ci/templates}.
 * {@code Assemblies FOLDER} fills {@code FOLDER/NAME/out}.
 */
final class Assemblies {
    private Assemblies() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (Map.Entry<String, String> chosen : Templates.chosen().entrySet()) {
            Path its = Files.createDirectories(folder.resolve(chosen.getKey()));
            InstanceStack stack = Templates.stack(its, chosen.getValue(), Map.of());
            var unused = ((App) stack.getNode().getRoot()).synth();
        }
    }
}
