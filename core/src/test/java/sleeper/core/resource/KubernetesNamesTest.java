package sleeper.core.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;

class KubernetesNamesTest {
    private static final String DNS_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final String LABEL_VALUE = "[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?";
    private static final String CHARACTERS = "abzABZ019_-";

    private static AttemptId attempt(String job, int number) {
        return new AttemptId(new JobId(job), number);
    }

    @Test
    void shouldCallAJobAsItsExecution() {
        AttemptId attempt = attempt("orders-2026-06", 3);
        assertThat(KubernetesNames.jobName(attempt)).isEqualTo("orders-2026-06-a3");
        assertThat(KubernetesNames.executorPrefix(attempt)).isEqualTo("orders-2026-06-a3");
        assertThat(KubernetesNames.labelValue(attempt)).isEqualTo("orders-2026-06-a3");
    }

    @ParameterizedTest
    @CsvSource({
        "Orders_June,  orders-june-a1-x682aa68d9a0f0d90",
        "-orders,      orders-a1-x1be651eb0f896646",
        "___,          a1-xb8cc075f820bd615"
    })
    void shouldChangeWhatKubernetesDoesNotTake(String job, String name) {
        assertThat(KubernetesNames.jobName(attempt(job, 1))).isEqualTo(name);
    }

    @Test
    void shouldKeepCapitalsInALabel() {
        assertThat(KubernetesNames.labelValue(attempt("Orders_June", 1))).isEqualTo("Orders_June-a1");
    }

    @Test
    void shouldTellApartIdsThatBeginAlike() {
        // Given two ids that share their first 26 characters, and more than fit
        String begin = "j".repeat(JobId.MAX_LENGTH - 1);
        // When / Then
        assertThat(KubernetesNames.jobName(attempt(begin + "a", 1)))
                .hasSizeLessThanOrEqualTo(KubernetesNames.LONGEST_JOB_NAME)
                .isNotEqualTo(KubernetesNames.jobName(attempt(begin + "b", 1)));
        assertThat(KubernetesNames.labelValue(attempt(begin + "a", 1)))
                .hasSizeLessThanOrEqualTo(KubernetesNames.LONGEST_LABEL_VALUE)
                .isNotEqualTo(KubernetesNames.labelValue(attempt(begin + "b", 1)));
    }

    @Test
    void shouldNotLetAJobTakeTheNameThatAnotherWasChangedTo() {
        // Given
        String changed = KubernetesNames.jobName(attempt("Orders", 1));
        // When / Then
        assertThat(KubernetesNames.jobName(attempt(changed, 1))).isNotEqualTo(changed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void shouldNameEachAttemptOtherwiseAsKubernetesAndSparkTakeIt(long seed) {
        // Given
        Random random = new Random(seed);
        Map<String, AttemptId> jobs = new HashMap<>();
        Map<String, AttemptId> prefixes = new HashMap<>();
        Map<String, AttemptId> labels = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            // When
            AttemptId attempt =
                    attempt(id(random), 1 + random.nextInt(random.nextBoolean() ? 3 : Integer.MAX_VALUE - 1));
            String job = KubernetesNames.jobName(attempt);
            String prefix = KubernetesNames.executorPrefix(attempt);
            String label = KubernetesNames.labelValue(attempt);
            // Then
            assertThat(job).matches(DNS_LABEL).hasSizeLessThanOrEqualTo(52);
            assertThat(prefix).matches(DNS_LABEL).hasSizeLessThanOrEqualTo(47);
            assertThat(prefix + "-exec-" + Integer.MAX_VALUE).hasSizeLessThanOrEqualTo(63);
            assertThat(label).matches(LABEL_VALUE).hasSizeLessThanOrEqualTo(63);
            assertThat(jobs.merge(job, attempt, (first, second) -> first)).isEqualTo(attempt);
            assertThat(prefixes.merge(prefix, attempt, (first, second) -> first))
                    .isEqualTo(attempt);
            assertThat(labels.merge(label, attempt, (first, second) -> first)).isEqualTo(attempt);
        }
    }

    private static String id(Random random) {
        StringBuilder id = new StringBuilder(random.nextInt(4) == 0 ? "a".repeat(50) : "");
        int length = 1 + random.nextInt(JobId.MAX_LENGTH - id.length());
        for (int i = 0; i < length; i++) {
            id.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return id.toString();
    }
}
