package sleeper.aws.kits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.aws.kits.KitReport.End;

class KitReportTest {
    private static KitReport report(String... unkept) {
        return new KitReport("Server 1.0", Unkept.of(List.of(unkept)));
    }

    @Test
    void shouldFindNoFaultWhereEachTestSucceedsOrFailsAsListed() {
        // Given
        KitReport report = report("# known", "", "Kit.shouldB: it cannot");
        // When
        report.add("Kit", "shouldA", End.SUCCESSFUL, "");
        report.add("Kit", "shouldB", End.FAILED, "expected 412");
        // Then
        assertThat(report.faults()).isEmpty();
        assertThat(report.closingLines())
                .containsExactly(
                        "Server 1.0: Kit: 2 found, 1 successful, 0 failed, 0 skipped, 1 failed as listed",
                        "Server 1.0: all kits: 2 found, 1 successful, 0 failed, 0 skipped, 1 failed as listed");
        assertThat(report.rows())
                .containsExactly(
                        "Server 1.0\tKit\tshouldA\tSUCCESSFUL\t", "Server 1.0\tKit\tshouldB\tUNKEPT\tit cannot");
    }

    @Test
    void shouldNameATestThatFailsAndIsNotListed() {
        // Given
        KitReport report = report();
        // When
        report.add("Kit", "shouldA", End.SUCCESSFUL, "");
        report.add("Kit", "shouldB[2]", End.FAILED, "\nExpecting:\n  1\tto be 2\n");
        // Then
        assertThat(report.faults()).containsExactly("Kit.shouldB[2] failed: Expecting: 1 to be 2");
    }

    @Test
    void shouldNameATestThatIsListedAndSucceedsOrIsNotRun() {
        // Given
        KitReport report = report("Kit.shouldA: it cannot", "Kit.shouldB[1]: nor this", "Kit.shouldC: gone");
        // When
        report.add("Kit", "shouldA", End.SUCCESSFUL, "");
        report.add("Kit", "shouldB[1]", End.SKIPPED, "");
        // Then
        assertThat(report.faults())
                .containsExactly(
                        "Kit.shouldA is listed as failing and did not fail: take it off the list.",
                        "Kit.shouldB[1] is listed as failing and did not fail: take it off the list.",
                        "Kit.shouldC is listed as failing and did not fail: take it off the list.");
    }

    @Test
    void shouldTakeAnyEndOfARaceThatIsLostAtTimes() {
        // Given
        KitReport report = report("Kit.shouldA, at times: a race", "Kit.shouldB, at times: another");
        // When
        report.add("Kit", "shouldA", End.SUCCESSFUL, "");
        report.add("Kit", "shouldB", End.FAILED, "lost");
        // Then
        assertThat(report.faults()).isEmpty();
        assertThat(report.tests()).extracting(test -> test.end()).containsExactly(End.SUCCESSFUL, End.UNKEPT);
    }

    @Test
    void shouldTakeARunWithoutASuccessForAFault() {
        assertThat(report().faults()).containsExactly("No test was successful.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"shouldA: why", "Kit.shouldA:", "Kit.shouldA", "Kit.shouldA [1]: why", "Kit.should A: why"})
    void shouldRefuseALineThatListsNoTestWithItsReason(String line) {
        assertThatThrownBy(() -> report(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("found '" + line + "', allowed: KIT.TEST: REASON, or KIT.TEST, at times: REASON");
    }

    @Test
    void shouldRefuseATestThatIsListedTwice() {
        assertThatThrownBy(() -> report("Kit.shouldA: one", "Kit.shouldA: two"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Kit.shouldA is listed twice");
    }
}
