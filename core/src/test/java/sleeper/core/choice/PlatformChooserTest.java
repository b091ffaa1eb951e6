package sleeper.core.choice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The cases of {@code choice/cases.txt}: what is given, which platform is chosen, and every sentence that people are told. */
class PlatformChooserTest {
    static List<ChoiceCase> cases() throws IOException {
        try (InputStream in = PlatformChooserTest.class.getResourceAsStream("/choice/cases.txt")) {
            return ChoiceCase.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldChooseAndSayWhyAsTheCaseHasIt(ChoiceCase expected) {
        assertThat(expected.decided().write()).isEqualTo(expected.write());
    }

    @Test
    void shouldHoldAtLeastTwentyCasesThatChooseEachPlatform() throws IOException {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(20);
        assertThat(cases().stream().map(ChoiceCase::platform).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("standard", "emr", "persistent-emr", "emr-serverless", "eks");
    }
}
