package sleeper.local.task.eks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import sleeper.local.task.eks.objects.ObjectKind;

/** The fields that objects have are those of the Kubernetes client's types; {@code -Dpages.write} writes them. */
class KnownFieldsIT {
    private static final Path RESOURCE = Path.of(
            System.getProperty("project.root"), "local/src/main/resources/sleeper/local/task/eks/api/fields.txt");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Class<?>> ROOTS = List.of(
            Namespace.class,
            Pod.class,
            Service.class,
            ConfigMap.class,
            PersistentVolumeClaim.class,
            ServiceAccount.class,
            Event.class,
            Job.class,
            Role.class,
            RoleBinding.class);
    private static final String MODEL = "io.fabric8.kubernetes.api.model";

    /** Types that are no objects in JSON. */
    private static final Set<Class<?>> PLAIN = Set.of(Quantity.class, IntOrString.class, MicroTime.class);

    private final Map<String, String> lines = new TreeMap<>();

    @Test
    void shouldKnowTheFieldsThatTheKubernetesClientKnows() throws IOException {
        // When
        ROOTS.forEach(root -> add(JSON.constructType(root)));
        String text =
                "# Types of Kubernetes' objects and their fields; a field with a type of its own has it behind the colon.\n"
                        + "# Made by sleeper.local.task.eks.api.KnownFieldsIT: mvn -pl local verify -Dit.test=KnownFieldsIT -Dpages.write\n"
                        + lines.values().stream().map(line -> line + "\n").collect(Collectors.joining());
        // Then
        if (System.getProperty("pages.write") != null) {
            Files.createDirectories(RESOURCE.getParent());
            Files.writeString(RESOURCE, text);
        }
        assertThat(Files.readString(RESOURCE))
                .as(RESOURCE + " is stale: run mvn -pl local verify -Dit.test=KnownFieldsIT -Dpages.write")
                .isEqualTo(text);
        assertThat(ROOTS)
                .extracting(Class::getSimpleName)
                .containsExactlyInAnyOrderElementsOf(List.of(ObjectKind.values()).stream()
                        .map(ObjectKind::word)
                        .toList());
    }

    private void add(JavaType type) {
        String name = type.getRawClass().getSimpleName();
        if (lines.containsKey(name)) {
            return;
        }
        lines.put(name, name);
        StringBuilder line = new StringBuilder(name);
        for (BeanPropertyDefinition property :
                JSON.getSerializationConfig().introspect(type).findProperties()) {
            if (property.getName().equals("additionalProperties")) {
                continue;
            }
            line.append(' ').append(property.getName());
            JavaType content = content(property.getPrimaryType());
            if (content.getRawClass().getPackageName().startsWith(MODEL)
                    && !PLAIN.contains(content.getRawClass())
                    && !property.getPrimaryType().isMapLikeType()) {
                line.append(':').append(content.getRawClass().getSimpleName());
                add(content);
            }
        }
        lines.put(name, line.toString());
    }

    private static JavaType content(JavaType type) {
        return type.isCollectionLikeType() ? type.getContentType() : type;
    }

    @Test
    void shouldRefuseAFieldThatThereIsNotWithItsPlace() throws IOException {
        // Given
        var pod = JSON.readTree(
                "{\"metadata\":{\"labels\":{\"any\":\"label\"}},\"spec\":{\"containers\":[{},{\"imageName\":\"x\"}]}}");
        // When / Then
        assertThatThrownBy(() -> KnownFields.load().require(ObjectKind.POD, pod))
                .hasMessage("strict decoding error: unknown field \"spec.containers[1].imageName\"");
    }
}
