package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.launch.SparkSite;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.platform.ResourceKind;
import sleeper.lambda.port.LambdaPorts;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.ViewCatalog;

class DeployedPortsProviderTest {
    /** Lambda developer guide, "Lambda quotas": all variables together. */
    private static final int MOST_BYTES = 4096;

    private static LambdaPorts ports(Map<String, String> environment) {
        return DeployedPortsProvider.of(environment, RealSurroundings.get());
    }

    /** @return the sets of platforms that can be deployed */
    static Stream<Set<Platform>> deployments() {
        List<Set<Platform>> deployments = new ArrayList<>(List.of(Set.of()));
        for (Platform platform : Platform.values()) {
            for (Set<Platform> without : List.copyOf(deployments)) {
                Set<Platform> with = EnumSet.of(platform);
                with.addAll(without);
                deployments.add(with);
            }
        }
        return deployments.stream();
    }

    private static Map<String, String> environment(Set<Platform> platforms) {
        return Environments.of(platforms.toArray(Platform[]::new));
    }

    @Test
    void shouldReachWhatTheDeploymentNames() {
        LambdaPorts ports = ports(Environments.of(Platform.STANDARD));

        assertThat(ports.queues()).hasSize(6).containsEntry("one-autoQ", JobQueue.AUTO);
        assertThat(ports.disk().freeBytes()).isEqualTo(OptionalLong.of(20L << 30));
        assertThat(ports.anySourceByDefault()).isFalse();
        assertThat(ports.spark())
                .isEqualTo(new SparkSite(
                        "s3://sleeper-one-config/jars/sleeper-spark-job",
                        Map.of("SLEEPER_INSTANCE_ID", "one", "AWS_REGION", "eu-west-2")));
        assertThat(ports.stores().ownBuckets())
                .containsExactlyInAnyOrder("sleeper-one-config", "sleeper-one-data", "sleeper-one-jobs");
    }

    @Test
    void shouldReachTheCatalogWhereItsStackIsDeployed() {
        Map<String, String> environment = Environments.of(Platform.STANDARD);
        assertThat(ports(environment).views()).isSameAs(ViewCatalog.NONE);

        environment.put(FunctionVariable.OPTIONAL_STACKS.variable(), "IngestStack,IcebergStack");

        assertThat(ports(environment).views()).isInstanceOf(GlueViewCatalog.class);
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void shouldReachWhatAttemptsCreateOnThePlatformsThatAreDeployedAndNothingElse(Set<Platform> platforms) {
        LambdaPorts ports = ports(environment(platforms));

        assertThat(Stream.of(ResourceKind.values())
                        .filter(kind -> ports.resources().of(kind).isPresent()))
                .containsExactlyInAnyOrderElementsOf(platforms.stream()
                        .flatMap(platform -> platform.description().creates().stream())
                        .collect(Collectors.toSet()));
        assertThat(ports.disk().freeBytes().isPresent()).isEqualTo(platforms.contains(Platform.STANDARD));
    }

    @ParameterizedTest
    @EnumSource(FunctionVariable.class)
    void shouldNameTheVariableThatADeploymentDidNotSet(FunctionVariable variable) {
        Platform platform = variable.platform().orElse(Platform.STANDARD);
        for (List<Platform> platforms : List.of(List.of(platform), List.of(Platform.values()))) {
            Map<String, String> without = Environments.of(platforms.toArray(Platform[]::new));
            without.remove(variable.variable());

            assertThatThrownBy(() -> ports(without))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("MISSING_FIELD at the variable " + variable.variable())
                    .hasMessageContaining(variable.platform()
                            .map(one -> one.description().stack())
                            .orElse("a deployment sets it"));
        }
    }

    @ParameterizedTest
    @EnumSource(FunctionVariable.class)
    void shouldNotAskForWhatAPlatformHasToTellThatIsNotDeployed(FunctionVariable variable) {
        List<Platform> others = new ArrayList<>(List.of(Platform.values()));
        variable.platform().ifPresent(others::remove);
        Map<String, String> environment = Environments.of(others.toArray(Platform[]::new));
        variable.platform().ifPresent(unused -> environment.put(variable.variable(), "\u0000 no value at all"));

        assertThat(ports(environment).resources()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "INGEST_CLUSTER_ARN, sleeper-one-ingest-cluster",
        "TASK_DISK_BYTES, 20 GiB",
        "PERSISTENT_EMR_CLUSTER_ID, sleeper-one",
        "EMR_SERVERLESS_APPLICATION_ID, arn:aws:emr-serverless",
        "EKS_CLUSTER_NAME, -sleeper",
        "EKS_ENDPOINT, http://sleeper",
        "EKS_CERTIFICATE_AUTHORITY, bm8=",
        "EKS_NAMESPACE, Sleeper"
    })
    void shouldNameTheVariableAndTheStackOfWhatIsMalformed(FunctionVariable variable, String value) {
        Map<String, String> environment = Environments.of(Platform.values());
        environment.put(variable.variable(), value);

        assertThatThrownBy(() -> ports(environment))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("VALUE_OUT_OF_RANGE at the variable " + variable.variable() + ": found " + value)
                .hasMessageContaining(
                        variable.platform().orElseThrow().description().stack());
    }

    @Test
    void shouldFitIntoAFunctionsEnvironment() {
        int bytes = Environments.of(Platform.values()).entrySet().stream()
                .map(variable -> variable.getKey() + variable.getValue())
                .mapToInt(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();

        // Besides, an id has up to 20 characters in place of 3, and is in it at most 22 times; and regions have longer
        // names.
        assertThat(bytes).isLessThan(MOST_BYTES - 22 * 17);
    }

    @Test
    void shouldBeFoundByWhatMakesTheHandlers() {
        assertThat(ServiceLoader.load(LambdaPorts.Provider.class).stream().map(ServiceLoader.Provider::type))
                .contains(DeployedPortsProvider.class);
    }
}
