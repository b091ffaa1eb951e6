package sleeper.aws.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import sleeper.aws.kits.KitReport.End;
import sleeper.aws.kits.KitReport.Ended;

class KitListenerTest {
    /** As the contracts do, declares tests that another class runs. */
    abstract static class Contract {
        @Test
        void shouldSucceed() {
            assertThat(1).isPositive();
        }

        @Test
        void shouldFail() {
            throw new IllegalStateException("lost");
        }

        @Test
        void shouldNotApply() {
            assumeTrue(false, "not here");
        }

        @Test
        @Disabled
        void shouldBeLeftOut() {
            throw new IllegalStateException("was run");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, -1})
        void shouldBePositive(int number) {
            assertThat(number).as("number").isPositive();
        }
    }

    static class SampleKit extends Contract {}

    static class BrokenKit {
        @BeforeAll
        static void begin() {
            assertThat(List.of()).as("servers").isNotEmpty();
        }

        @Test
        void shouldSucceed() {
            assertThat(1).isPositive();
        }
    }

    private static List<Ended> run(Class<?> kit) {
        KitReport report = new KitReport("Server", Unkept.nothing());
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(kit))
                                .build(),
                        new KitListener(report));
        return report.tests();
    }

    @Test
    void shouldReportEachTestByTheClassThatWasRun() {
        assertThat(run(SampleKit.class))
                .containsExactlyInAnyOrder(
                        new Ended("KitListenerTest$SampleKit", "shouldSucceed", End.SUCCESSFUL, ""),
                        new Ended(
                                "KitListenerTest$SampleKit",
                                "shouldFail",
                                End.FAILED,
                                "java.lang.IllegalStateException: lost"),
                        new Ended("KitListenerTest$SampleKit", "shouldNotApply", End.SKIPPED, ""),
                        new Ended("KitListenerTest$SampleKit", "shouldBeLeftOut", End.SKIPPED, ""),
                        new Ended("KitListenerTest$SampleKit", "shouldBePositive[1]", End.SUCCESSFUL, ""),
                        new Ended(
                                "KitListenerTest$SampleKit",
                                "shouldBePositive[2]",
                                End.FAILED,
                                "java.lang.AssertionError: [number] Expecting actual: -1 to be greater than: 0"));
    }

    @Test
    void shouldReportAKitThatCannotBegin() {
        assertThat(run(BrokenKit.class))
                .containsExactly(new Ended(
                        "KitListenerTest$BrokenKit",
                        "all tests",
                        End.FAILED,
                        "java.lang.AssertionError: [servers] Expecting actual not to be empty"));
    }
}
