package sleeper.core.resource.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.platform.ResourceKind;
import sleeper.core.resource.Resource;
import sleeper.core.resource.ResourceStage;

class KubernetesJobTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .build();
    private static final String RUNNING = "{phase:'Running'}";

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static JsonNode job(String name, int second, String status) {
        return json("{metadata:{name:'" + name + "',creationTimestamp:'2026-11-29T10:00:0" + second + "Z'},status:"
                + status + "}");
    }

    private static JsonNode driver(String job, String status) {
        return json("{metadata:{name:'" + job + "-q7x2p',labels:{job-name:'" + job + "'}},status:" + status + "}");
    }

    private static JsonNode executor(String driver, int number, String status) {
        return json("{metadata:{name:'e-exec-" + number + "',ownerReferences:[{kind:'Pod',name:'" + driver
                + "'}]},status:" + status + "}");
    }

    private static String conditions(String type) {
        return "{conditions:[{type:'" + type + "',status:'True',reason:'R',message:'m'}]}";
    }

    private static Resource resource(String name, ResourceStage stage, String state, String reason) {
        return new Resource(ResourceKind.KUBERNETES_JOB, name, stage, state, reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'',           '',                   STARTING,  NoPod",
        "'',           Pending,              STARTING,  Pending",
        "'',           Running,              RUNNING,   Running",
        "'',           'Succeeded,Running',  RUNNING,   Running",
        "Complete,     Succeeded,            SUCCEEDED, Complete",
        "Complete,     '',                   SUCCEEDED, Complete",
        "Complete,     'Succeeded,Running',  RUNNING,   Running",
        "Failed,       Failed,               FAILED,    Failed",
        "Failed,       'Failed,Pending',     STARTING,  Pending",
        "FailureTarget, Running,             RUNNING,   Running"
    })
    void shouldHaveEndedWhenTheLastOfItsPodsHas(String condition, String phases, ResourceStage stage, String state) {
        JsonNode job = job("load-a1", 0, condition.isEmpty() ? "{}" : conditions(condition));
        List<JsonNode> pods = Stream.of(phases.split(","))
                .filter(phase -> !phase.isEmpty())
                .map(phase -> driver("load-a1", "{phase:'" + phase + "'}"))
                .toList();

        Resource found = KubernetesJob.of(job, pods);

        assertThat(found.stage()).isEqualTo(stage);
        assertThat(found.state()).isEqualTo(state);
        assertThat(found.reason()).isEqualTo(List.of("Complete", "Failed").contains(condition) ? "R: m" : "");
    }

    @Test
    void shouldNotHaveEndedWhileItIsBeingDeleted() {
        JsonNode job = json("{metadata:{name:'load-a1',deletionTimestamp:'2026-11-29T10:00:00Z'},status:"
                + conditions("Complete") + "}");

        assertThat(KubernetesJob.of(job, List.of()))
                .isEqualTo(resource("load-a1", ResourceStage.RUNNING, "Terminating", "R: m"));
    }

    @Test
    void shouldShowTheOldestFirstAndThenWhatIsLeftOfThoseThatAreGone() {
        List<JsonNode> jobs = List.of(job("b", 2, "{}"), job("c", 1, conditions("Complete")));
        List<JsonNode> pods = List.of(
                executor("a-12345", 1, RUNNING),
                driver("b", RUNNING),
                executor("a-12345", 2, "{phase:'Failed'}"),
                executor("gone-12345", 3, "{phase:'Succeeded'}"),
                json("{metadata:{name:'anybody'},status:{phase:'Running'}}"));

        assertThat(KubernetesJob.all(jobs, pods))
                .containsExactly(
                        resource("c", ResourceStage.SUCCEEDED, "Complete", "R: m"),
                        resource("b", ResourceStage.RUNNING, "Running", ""),
                        resource("a", ResourceStage.RUNNING, "Terminating", ""));
    }

    @Test
    void shouldAskDriversAloneToEndAndOnce() {
        JsonNode ending =
                json("{metadata:{name:'load-x',labels:{job-name:'load'},deletionTimestamp:'2026-11-29T10:00:00Z'}}");

        assertThat(KubernetesJob.isDriverToEnd(driver("load", RUNNING))).isTrue();
        assertThat(KubernetesJob.isDriverToEnd(ending)).isFalse();
        assertThat(KubernetesJob.isDriverToEnd(executor("load-x", 1, RUNNING))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{phase:'Failed',reason:'Evicted',message:'low on memory'} | pod load-q7x2p: Evicted: low on memory",
                "{phase:'Pending',conditions:[{type:'PodScheduled',status:'False',reason:'Unschedulable',message:'0/1'}]} | pod load-q7x2p: Unschedulable: 0/1",
                "{containerStatuses:[{state:{waiting:{reason:'ImagePullBackOff',message:'b'}}}]} | pod load-q7x2p: ImagePullBackOff: b",
                "{containerStatuses:[{state:{waiting:{reason:'ContainerCreating'}}}]} | ''",
                "{containerStatuses:[{state:{terminated:{reason:'OOMKilled',exitCode:137}}}]} | pod load-q7x2p: OOMKilled, exit code 137",
                "{containerStatuses:[{state:{terminated:{reason:'Completed',exitCode:0}}}]} | ''"
            })
    void shouldSayWhyAPodStandsWhereItDoes(String status, String words) {
        assertThat(KubernetesJob.of(job("load", 0, "{}"), List.of(driver("load", status)))
                        .reason())
                .isEqualTo(words);
    }
}
