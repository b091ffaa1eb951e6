package sleeper.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.s3.Bucket;

/** AWS Solutions' rules of cdk-nag: what breaks one is mended, or stands in {@link Suppressions} with its reason. */
class NagIT {
    @TempDir
    private Path folder;

    static Stream<String> stacks() {
        return Templates.chosen().values().stream();
    }

    @Test
    void shouldNeedFewReasons() {
        assertThat(Suppressions.values()).hasSizeLessThanOrEqualTo(10);
    }

    /** The rules are awake: a bucket that takes requests without TLS breaks one. */
    @Test
    void shouldSeeABucketThatBreaksARule() {
        InstanceStack stack = Templates.stack(folder, "", Map.of());
        Bucket unused = Bucket.Builder.create(stack, "Planted").build();
        Aspects.of(stack).add(new AwsSolutionsChecks());

        Annotations.fromStack(stack)
                .hasError("/sleeper-prod/Planted/Resource", Match.stringLikeRegexp("AwsSolutions-S10.*"));
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void shouldBreakNoRuleWith(String stacks) {
        InstanceStack stack = Templates.stack(folder, stacks, Map.of());
        Suppressions.on(stack);
        Aspects.of(stack).add(AwsSolutionsChecks.Builder.create().verbose(true).build());

        Annotations.fromStack(stack).hasNoError("*", Match.stringLikeRegexp("AwsSolutions-.*"));
    }
}
