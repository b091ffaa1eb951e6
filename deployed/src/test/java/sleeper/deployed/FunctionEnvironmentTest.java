package sleeper.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.platform.JobQueue;
import sleeper.core.platform.Platform;
import sleeper.core.settings.InstanceSettings;

class FunctionEnvironmentTest {
    private static final String URL = "https://sqs.eu-west-2.amazonaws.com/123456789012/";

    private static FunctionEnvironment with(FunctionVariable variable, String value) {
        return new FunctionEnvironment(Map.of(variable.variable(), value));
    }

    @ParameterizedTest
    @EnumSource(FunctionVariable.class)
    void shouldNameTheVariableThatIsNotSet(FunctionVariable variable) {
        assertThatThrownBy(() -> with(variable, " ").text(variable))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("MISSING_FIELD at the variable " + variable.variable())
                .hasMessageContaining("allowed: " + variable.meaning())
                .hasMessageContaining(variable.platform()
                        .map(platform -> "its " + platform.description().stack()
                                + ", which SLEEPER_OPTIONAL_STACKS names, sets it.")
                        .orElse("a deployment sets it."));
    }

    @Test
    void shouldReadWhichPlatformsAreDeployed() {
        FunctionVariable variable = FunctionVariable.OPTIONAL_STACKS;

        assertThat(with(variable, " ").platforms(variable)).isEmpty();
        assertThat(with(variable, "EksBulkImportStack, IngestStack").platforms(variable))
                .isEqualTo(Set.of(Platform.STANDARD, Platform.EKS));
        assertThat(with(variable, String.join(",", InstanceSettings.allStacks()))
                        .platforms(variable))
                .isEqualTo(Set.of(Platform.values()));
    }

    @Test
    void shouldReadTheStackThatIsNoPlatforms() {
        FunctionVariable variable = FunctionVariable.OPTIONAL_STACKS;

        assertThat(with(variable, "IcebergStack,IngestStack").platforms(variable))
                .isEqualTo(Set.of(Platform.STANDARD));
        assertThat(with(variable, "IcebergStack").stacks(variable)).containsExactly("IcebergStack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LakeStack",
                "IngestStack,",
                "IngestStack,IngestStack",
                "IcebergStack,IcebergStack",
                "IngestStack EksBulkImportStack"
            })
    void shouldRefuseWhatAreNoStacks(String value) {
        FunctionVariable variable = FunctionVariable.OPTIONAL_STACKS;

        assertThatThrownBy(() -> with(variable, value).platforms(variable))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the variable SLEEPER_OPTIONAL_STACKS: found " + value);
    }

    @Test
    void shouldMissTheStacksThatADeploymentAlwaysSets() {
        assertThatThrownBy(() -> new FunctionEnvironment(Map.of()).platforms(FunctionVariable.OPTIONAL_STACKS))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("MISSING_FIELD at the variable SLEEPER_OPTIONAL_STACKS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://a.eks.amazonaws.com", "https://", "https://a b", "https://a/path", "https://a?q", "a.eks"
            })
    void shouldRefuseWhatIsNoAddress(String value) {
        FunctionVariable variable = FunctionVariable.EKS_ENDPOINT;

        assertThatThrownBy(() -> with(variable, value).httpsAddress(variable))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the variable SLEEPER_EKS_ENDPOINT: found " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-----BEGIN CERTIFICATE-----", "bm8=", "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t"})
    void shouldRefuseWhatIsNoCertificate(String value) {
        FunctionVariable variable = FunctionVariable.EKS_CERTIFICATE_AUTHORITY;

        assertThatThrownBy(() -> with(variable, value).certificates(variable))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the variable SLEEPER_EKS_CERTIFICATE_AUTHORITY: found " + value);
    }

    @Test
    void shouldReadWhatADeploymentSets() {
        String arn = "arn:aws-cn:states:cn-north-1:123456789012:stateMachine:sleeper-one-ingest-job";

        assertThat(with(FunctionVariable.INGEST_JOB_ARN, arn).arn(FunctionVariable.INGEST_JOB_ARN))
                .isEqualTo(arn);
        assertThat(with(FunctionVariable.TASK_DISK_BYTES, "21474836480").bytes(FunctionVariable.TASK_DISK_BYTES))
                .isEqualTo(20L << 30);
        assertThat(with(FunctionVariable.JOB_QUEUES, "auto=" + URL + "a  persistent-emr=" + URL + "p")
                        .queues(FunctionVariable.JOB_QUEUES))
                .isEqualTo(
                        Map.of(JobQueue.AUTO, URI.create(URL + "a"), JobQueue.PERSISTENT_EMR, URI.create(URL + "p")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ingest-job", "arn:aws:states:eu-west-2:12:stateMachine:m", "${Arn}", "arn:aws:states"})
    void shouldRefuseWhatIsNoArn(String value) {
        FunctionVariable variable = FunctionVariable.REAP_JOB_ARN;

        assertThatThrownBy(() -> with(variable, value).arn(variable))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the variable SLEEPER_REAP_JOB_ARN: found " + value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "20 GiB", "1e9", "99999999999999999999"})
    void shouldRefuseWhatIsNoSize(String value) {
        FunctionVariable variable = FunctionVariable.TASK_DISK_BYTES;

        assertThatThrownBy(() -> with(variable, value).bytes(variable))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the variable SLEEPER_TASK_DISK_BYTES: found " + value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "emr",
                "=" + URL + "a",
                "slurm=" + URL + "a",
                "emr=queue",
                "emr=" + URL,
                "emr=https://a b/c",
                "emr=" + URL + "a emr=" + URL + "b"
            })
    void shouldRefuseWhatAreNoQueues(String value) {
        FunctionVariable variable = FunctionVariable.JOB_QUEUES;

        assertThatThrownBy(() -> with(variable, value).queues(variable))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the variable SLEEPER_JOB_QUEUES");
    }
}
