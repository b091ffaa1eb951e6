package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.ResourceKind;
import sleeper.lambda.port.LambdaPorts;
import sleeper.run.RealSurroundings;

class DeployedPortsProviderTest {
    private static final String URL = "https://sqs.eu-west-2.amazonaws.com/123456789012/";
    private static final String ARN = "arn:aws:states:eu-west-2:123456789012:stateMachine:sleeper-one-";

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("AWS_REGION", "eu-west-2");
        environment.put("SLEEPER_INSTANCE_ID", "one");
        environment.put("SLEEPER_INGEST_JOB_ARN", ARN + "ingest-job");
        environment.put("SLEEPER_REAP_JOB_ARN", ARN + "reap-job");
        environment.put("SLEEPER_ERRORS_TOPIC_ARN", "arn:aws:sns:eu-west-2:123456789012:sleeper-one-errors");
        environment.put("SLEEPER_JOB_QUEUES", "auto=" + URL + "one-AutoQ standard=" + URL + "one-IngestQ");
        environment.put("SLEEPER_DEAD_LETTER_QUEUES", "auto=" + URL + "one-AutoDLQ");
        environment.put(
                "SLEEPER_INGEST_CLUSTER_ARN", "arn:aws:ecs:eu-west-2:123456789012:cluster/sleeper-one-ingest-cluster");
        environment.put("SLEEPER_SPARK_JARS", "s3://sleeper-one-jars/sleeper-spark-job");
        environment.put("SLEEPER_TASK_DISK_BYTES", "21474836480");
        return environment;
    }

    @Test
    void shouldReachWhatTheDeploymentNamesAndSendNothing() {
        LambdaPorts ports = DeployedPortsProvider.of(environment(), RealSurroundings.get());

        assertThat(ports.queues()).isEqualTo(Map.of("one-AutoQ", JobQueue.AUTO, "one-IngestQ", JobQueue.STANDARD));
        assertThat(ports.disk().freeBytes()).isEqualTo(OptionalLong.of(20L << 30));
        assertThat(ports.anySourceByDefault()).isFalse();
        assertThat(ports.spark())
                .isEqualTo(new SparkSite(
                        "s3://sleeper-one-jars/sleeper-spark-job",
                        Map.of("SLEEPER_INSTANCE_ID", "one", "AWS_REGION", "eu-west-2")));
        assertThat(ports.resources().of(ResourceKind.ECS_TASK)).isPresent();
        assertThat(ports.stores().ownBuckets())
                .containsExactlyInAnyOrder("sleeper-one-config", "sleeper-one-data", "sleeper-one-jobs");
    }

    @ParameterizedTest
    @EnumSource(FunctionVariable.class)
    void shouldNameTheVariableThatADeploymentDidNotSet(FunctionVariable variable) {
        Map<String, String> without = environment();
        without.remove(variable.variable());

        assertThatThrownBy(() -> DeployedPortsProvider.of(without, RealSurroundings.get()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the variable " + variable.variable());
    }

    @Test
    void shouldBeFoundByWhatMakesTheHandlers() {
        assertThat(ServiceLoader.load(LambdaPorts.Provider.class).stream().map(ServiceLoader.Provider::type))
                .contains(DeployedPortsProvider.class);
    }
}
