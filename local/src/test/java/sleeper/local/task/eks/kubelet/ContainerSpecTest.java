package sleeper.local.task.eks.kubelet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerSpecTest {
    @ParameterizedTest
    @CsvSource({
        "$(NAME), load",
        "a=$(NAME)-$(NAME), a=load-load",
        "$$(NAME), $(NAME)",
        "$$$(NAME), $load",
        "secret$$$$|$$(NAME), secret$$|$(NAME)",
        "Outer$$Inner, Outer$Inner",
        "$(OTHER), $(OTHER)",
        "1$, 1$",
        "$NAME, $NAME"
    })
    void shouldExpandReferencesAsKubernetesDoes(String arg, String expanded) {
        // Given
        ObjectNode pod = JsonNodeFactory.instance.objectNode();
        ObjectNode container = pod.putObject("spec").putArray("containers").addObject();
        container.putArray("env").addObject().put("name", "NAME").put("value", "load");
        container.putArray("args").add(arg);
        // When / Then
        assertThat(ContainerSpec.of(pod).args()).containsExactly(expanded);
    }
}
