package sleeper.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.settings.InstanceSettings;

class PlatformTest {
    @ParameterizedTest
    @EnumSource(Platform.class)
    void shouldHaveAQueueOfItsOwn(Platform platform) {
        assertThat(JobQueue.values())
                .filteredOn(queue -> queue.platform().equals(Optional.of(platform)))
                .singleElement()
                .satisfies(queue -> {
                    assertThat(queue.word()).isEqualTo(platform.word());
                    assertThat(InstanceSettings.queueUrl(queue).name())
                            .isEqualTo(platform.description().queueUrlProperty());
                });
    }

    @ParameterizedTest
    @EnumSource(Platform.class)
    void shouldBeFoundByItsWord(Platform platform) {
        assertThat(Platform.ofWord(platform.word())).contains(platform);
    }

    @Test
    void shouldShareNoNameWithAnother() {
        for (Function<PlatformDescription, String> name : Arrays.<Function<PlatformDescription, String>>asList(
                PlatformDescription::word,
                PlatformDescription::stack,
                PlatformDescription::queueName,
                PlatformDescription::queueUrlProperty)) {
            assertThat(Arrays.stream(Platform.values())
                            .map(Platform::description)
                            .map(name))
                    .doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @EnumSource(JobSettings.class)
    void shouldGiveEveryKindOfJobSettingsAMeaningSomewhere(JobSettings settings) {
        assertThat(settings.platforms()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(ResourceKind.class)
    void shouldCreateEveryKindOfResourceSomewhere(ResourceKind kind) {
        assertThat(Platform.values())
                .anyMatch(platform -> platform.description().creates().contains(kind));
        assertThat(ResourceKind.ofWord(kind.word())).contains(kind);
    }
}
