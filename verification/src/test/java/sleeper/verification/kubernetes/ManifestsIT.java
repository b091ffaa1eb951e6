package sleeper.verification.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestsIT {
    private static final Path DOCKER = Path.of(System.getProperty("project.root"), "spark-job/docker");
    private static final String NAMESPACE = "sleeper-bulk-import";
    private static final String ACCOUNT = "sleeper-driver";
    /** The user of Spark's image. */
    private static final long USER = 185;

    private static List<HasMetadata> all() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(DOCKER)) {
            files = walk.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
        List<HasMetadata> objects = new ArrayList<>();
        for (Path file : files) {
            objects.addAll(Manifests.read(file));
        }
        return objects;
    }

    private static <T> T only(Class<T> kind) throws IOException {
        List<T> found = all().stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static Job smoke(String name) throws IOException {
        return (Job) Manifests.read(DOCKER.resolve("kubernetes/smoke/" + name + ".yaml"))
                .get(0);
    }

    private static List<PodSpec> pods() throws IOException {
        List<PodSpec> pods = new ArrayList<>();
        for (HasMetadata object : all()) {
            if (object instanceof Pod pod) {
                pods.add(pod.getSpec());
            } else if (object instanceof Job job) {
                pods.add(job.getSpec().getTemplate().getSpec());
            }
        }
        return pods;
    }

    @Test
    void shouldBeObjectsThatKubernetesHas() throws IOException {
        assertThat(all())
                .extracting(HasMetadata::getKind)
                .containsExactlyInAnyOrder("Pod", "Namespace", "ServiceAccount", "Role", "RoleBinding", "Job", "Job");
    }

    @ParameterizedTest
    @CsvSource({
        "'{apiVersion: v1, kind: Pod, spec: {containers: [{name: a, comand: [b]}]}}'",
        "'{apiVersion: v1, kind: Pod, spec: {securityContext: {runAsNonroot: true}}}'",
        "'{apiVersion: batch/v1, kind: Job, spec: {backofLimit: 0}}'"
    })
    void shouldRefuseAFieldThatKubernetesDoesNotHave(String yaml) throws IOException {
        assertThatThrownBy(() -> Manifests.object(Manifests.parse(yaml)))
                .isInstanceOf(UnrecognizedPropertyException.class);
    }

    @Test
    void shouldBeInOneNamespaceThatLetsNoOtherPodIn() throws IOException {
        Namespace namespace = only(Namespace.class);
        assertThat(namespace.getMetadata().getName()).isEqualTo(NAMESPACE);
        assertThat(namespace.getMetadata().getLabels())
                .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
        assertThat(all())
                .filteredOn(object -> !(object instanceof Namespace) && !(object instanceof Pod))
                .allSatisfy(object ->
                        assertThat(object.getMetadata().getNamespace()).isEqualTo(NAMESPACE));
    }

    /** As the standard has it for version 1.33 of Kubernetes, of what pods here could break. */
    @Test
    void shouldHoldWhatThePodSecurityStandardRestrictedAsks() throws IOException {
        assertThat(pods()).hasSize(3).allSatisfy(pod -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(USER);
            assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(pod.getVolumes()).isEmpty();
            assertThat(Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC()))
                    .containsOnlyNulls();
            assertThat(pod.getContainers()).isNotEmpty().allSatisfy(container -> {
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getPrivileged()).isNull();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getSecurityContext().getCapabilities().getAdd())
                        .isEmpty();
            });
        });
    }

    @Test
    void shouldRunAsTheUserOfTheImage() throws IOException {
        assertThat(Files.readAllLines(DOCKER.resolve("Dockerfile")).stream().filter(line -> line.startsWith("USER ")))
                .containsOnly("USER " + USER);
    }

    @Test
    void shouldGiveTheDriverNoRightByAStar() throws IOException {
        Role role = only(Role.class);
        assertThat(role.getMetadata().getName()).isEqualTo(ACCOUNT);
        assertThat(role.getRules()).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.getApiGroups()).containsExactly("");
            assertThat(rule.getResources()).hasSize(1);
            assertThat(rule.getVerbs()).isSorted().doesNotHaveDuplicates();
            assertThat(rule.getVerbs())
                    .isSubsetOf("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
        });
        assertThat(role.getRules())
                .extracting(rule -> rule.getResources().get(0))
                .doesNotHaveDuplicates()
                .doesNotContain("secrets", "pods/exec", "serviceaccounts");
    }

    @Test
    void shouldBindTheRoleToTheDriversAccountAlone() throws IOException {
        RoleBinding binding = only(RoleBinding.class);
        assertThat(only(ServiceAccount.class).getMetadata().getName()).isEqualTo(ACCOUNT);
        assertThat(binding.getRoleRef())
                .extracting("apiGroup", "kind", "name")
                .containsExactly("rbac.authorization.k8s.io", "Role", ACCOUNT);
        assertThat(binding.getSubjects())
                .extracting("kind", "name", "namespace")
                .containsExactly(tuple("ServiceAccount", ACCOUNT, NAMESPACE));
    }

    @Test
    void shouldKeepTheTokenFromExecutors() throws IOException {
        assertThat(only(Pod.class).getSpec().getAutomountServiceAccountToken()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "spark-pi, sleeper-spark:latest, local:///opt/spark/examples/jars/spark-examples_SCALA-VERSION.jar",
        "pi-py, sleeper-pyspark:latest, local:///opt/spark/examples/src/main/python/pi.py"
    })
    void shouldTryTheImagesThroughTheirEntrypoint(String name, String image, String program) throws IOException {
        // Given
        String[] tag = Pattern.compile("SPARK_TAG=(\\S+)-scala(\\S+)-java17")
                .matcher(Files.readString(DOCKER.resolve("Dockerfile")))
                .results()
                .map(result -> new String[] {result.group(1), result.group(2)})
                .findFirst()
                .orElseThrow();
        // When
        Job job = smoke(name);
        // Then
        PodSpec pod = job.getSpec().getTemplate().getSpec();
        Container driver = pod.getContainers().get(0);
        assertThat(job.getSpec().getBackoffLimit()).isZero();
        assertThat(pod.getRestartPolicy()).isEqualTo("Never");
        assertThat(pod.getServiceAccountName()).isEqualTo(ACCOUNT);
        assertThat(driver.getCommand()).isEmpty();
        assertThat(driver.getImage()).isEqualTo(image);
        assertThat(driver.getResources().getLimits())
                .isEqualTo(driver.getResources().getRequests())
                .hasSize(2);
        assertThat(driver.getArgs())
                .startsWith("driver", "--master", "k8s://https://kubernetes.default.svc")
                .contains("spark.kubernetes.container.image=" + image)
                .endsWith(program.replace("SCALA", tag[1]).replace("VERSION", tag[0]), "10");
    }

    @ParameterizedTest
    @CsvSource({"spark-pi", "pi-py"})
    void shouldSetEachVariableThatTheArgumentsName(String name) throws IOException {
        Container driver =
                smoke(name).getSpec().getTemplate().getSpec().getContainers().get(0);
        TreeSet<String> named = new TreeSet<>(List.of("SPARK_DRIVER_BIND_ADDRESS"));
        driver.getArgs()
                .forEach(argument -> Pattern.compile("\\$\\((\\w+)\\)")
                        .matcher(argument)
                        .results()
                        .map(MatchResult::group)
                        .map(text -> text.substring(2, text.length() - 1))
                        .forEach(named::add));
        assertThat(driver.getEnv()).extracting(EnvVar::getName).containsExactlyInAnyOrderElementsOf(named);
    }
}
