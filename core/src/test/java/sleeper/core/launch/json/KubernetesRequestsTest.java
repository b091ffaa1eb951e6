package sleeper.core.launch.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sleeper.core.job.AttemptId;
import sleeper.core.job.JobId;
import sleeper.core.launch.SparkSubmission;

class KubernetesRequestsTest {
    @Test
    void shouldKeepKubernetesFromReadingAJobsValuesAsReferences() {
        // Given
        SparkSubmission submission = new SparkSubmission(
                new AttemptId(new JobId("load"), 1),
                "jobs.Outer$Inner",
                "local:///opt/sleeper/job.jar",
                Map.of(
                        "spark.driver.cores", "1",
                        "spark.driver.memory", "1g",
                        "spark.driver.memoryOverhead", "1g",
                        "spark.redaction.regex", "secret$$|$(POD_NAME)"));
        // When
        ObjectNode request = KubernetesRequests.job(submission);
        // Then
        List<String> args = new ArrayList<>();
        request.path("args").forEach(arg -> args.add(arg.asText()));
        assertThat(args)
                .contains("jobs.Outer$$Inner", "spark.redaction.regex=secret$$$$|$$(POD_NAME)")
                .contains("spark.kubernetes.driver.pod.name=$(POD_NAME)");
    }
}
