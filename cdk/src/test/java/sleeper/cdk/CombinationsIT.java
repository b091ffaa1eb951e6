package sleeper.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/**
 * Every choice of platforms can be made a template of, without an account or a network; and the stack that is no platform's, with none
 * and with all of them.
 */
class CombinationsIT {
    @TempDir
    private Path folder;

    static Stream<String> combinations() {
        List<String> platforms = Arrays.stream(Platform.values())
                .map(platform -> platform.description().stack())
                .toList();
        Stream<String> ofPlatforms = IntStream.range(0, 1 << platforms.size()).mapToObj(chosen -> {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < platforms.size(); i++) {
                if ((chosen >> i & 1) == 1) {
                    some.add(platforms.get(i));
                }
            }
            return String.join(",", some);
        });
        return Stream.concat(
                ofPlatforms, Stream.of(InstanceSettings.ICEBERG_STACK, String.join(",", InstanceSettings.allStacks())));
    }

    @ParameterizedTest
    @MethodSource("combinations")
    void shouldMakeATemplateOf(String stacks) {
        App app = InstanceApp.empty(folder.resolve("out"));
        InstanceStack stack = new InstanceStack(app, TestAssets.spec(folder, stacks, Map.of()));

        var unused = app.synth();
        Template template = Template.fromStack(stack);

        template.resourceCountIs("AWS::StepFunctions::StateMachine", 3);
        Annotations.fromStack(stack).hasNoError("*", Match.anyValue());
        Annotations.fromStack(stack).hasNoWarning("*", Match.anyValue());
        assertThat((Map<?, ?>) template.toJSON().get("Resources")).hasSizeLessThan(500);
    }
}
