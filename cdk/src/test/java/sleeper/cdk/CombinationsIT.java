package sleeper.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.settings.InstanceSettings;
import software.amazon.awscdk.App;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/** Every choice of stacks can be made a template of, without an account or a network. */
class CombinationsIT {
    @TempDir
    private Path folder;

    static Stream<String> combinations() {
        List<String> stacks = InstanceSettings.allStacks();
        return IntStream.range(0, 1 << stacks.size()).mapToObj(chosen -> {
            List<String> some = new ArrayList<>();
            for (int i = 0; i < stacks.size(); i++) {
                if ((chosen >> i & 1) == 1) {
                    some.add(stacks.get(i));
                }
            }
            return String.join(",", some);
        });
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
