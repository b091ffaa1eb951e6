package sleeper.verification.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.core.deployment.InstanceNames;
import sleeper.stepfunctions.Arns;

/**
 * Finds what is not connected in a template: callers that name what the template does not make (Tasks, mappings, rules and schedules),
 * Tasks that call another function than the project's file says, and queues with dead letters that no mapping reads.
 */
final class TemplateFaults {
    private static final String LAMBDA = "arn:aws:lambda:";
    private static final List<String> MACHINES = List.of("ingest-job", "reap-job", "maintain-table");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> functions;
    private final Set<String> machines = new HashSet<>();
    private final Set<String> queues = new HashSet<>();
    private final Set<String> read = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private TemplateFaults(DeployedTemplate template) {
        functions = template.functions().keySet();
        template.definitions().keySet().forEach(name -> machines.add(Arns.stateMachine(name)));
        template.ofType("AWS::SQS::Queue").values().forEach(queue -> queues.add(arn(queue)));
    }

    private static String arn(JsonNode queue) {
        return "arn:aws:sqs:" + Arns.REGION + ":" + Arns.ACCOUNT + ":"
                + queue.path("QueueName").asText();
    }

    /** @return the faults, each as who names what; empty if there is none */
    static List<String> in(DeployedTemplate template, InstanceNames names) throws IOException {
        TemplateFaults found = new TemplateFaults(template);
        template.definitions().forEach(found::definition);
        template.ofType("AWS::Lambda::EventSourceMapping").forEach(found::mapping);
        template.ofType("AWS::SQS::Queue").values().stream()
                .filter(queue -> queue.has("RedrivePolicy"))
                .map(queue -> arn(queue))
                .filter(arn -> !found.read.contains(arn))
                .forEach(arn -> found.faults.add("no event source mapping reads " + arn));
        template.ofType("AWS::Events::Rule").forEach(found::rule);
        template.ofType("AWS::Events::Rule")
                .forEach((name, rule) -> found.permissions(
                        name, rule, template.ofType("AWS::Lambda::Permission").values()));
        template.ofType("AWS::Scheduler::Schedule")
                .forEach((name, schedule) -> found.target(name, schedule.at("/Target/Arn")));
        if (found.faults.isEmpty()) { // Each definition is there, and is JSON.
            for (String machine : MACHINES) {
                found.calls(names, machine, template.definitions().get(names.stateMachine(machine)));
            }
        }
        return found.faults;
    }

    /** Each Task is to call the function that its state has in the project's file. */
    private void calls(InstanceNames names, String machine, String definition) throws IOException {
        Map<String, String> written = WrittenTasks.functions(machine);
        WrittenTasks.functions(JSON.readTree(definition)).forEach((state, arn) -> {
            String wanted = DeployedTemplate.functionArn(
                    names.function(written.getOrDefault(state, "none")) + ":" + InstanceNames.ALIAS);
            if (!arn.equals(wanted)) {
                faults.add("'" + state + "' of " + machine + " names " + arn + " and not " + wanted);
            }
        });
    }

    private void definition(String machine, String text) {
        if (text.contains("${") || text.contains("Fn::")) {
            faults.add(machine + " has a name that nothing stands for");
        }
        try {
            for (JsonNode task : DeployedTemplate.tasks(text)) {
                task(machine, task);
            }
        } catch (JsonProcessingException e) {
            faults.add(machine + " is not JSON: " + e.getOriginalMessage());
        }
    }

    private void task(String machine, JsonNode task) {
        String resource = task.path("Resource").asText();
        if (resource.startsWith(LAMBDA)) {
            expect(machine, task.path("Resource"), functions);
        } else if (resource.contains(":lambda:invoke")) {
            expect(machine, task.at("/Parameters/FunctionName"), functions);
        } else if (resource.contains(":states:startExecution")) {
            JsonNode parameters = task.path("Parameters");
            if (!parameters.path("StateMachineArn.$").asText().equals("$$.StateMachine.Id")) {
                expect(machine, parameters.path("StateMachineArn"), machines);
            }
        }
    }

    private void mapping(String name, JsonNode mapping) {
        String function = mapping.path("FunctionName").asText();
        expect(name, TextNode.valueOf(DeployedTemplate.functionArn(function)), functions);
        expect(name, mapping.path("EventSourceArn"), queues);
        if (mapping.path("Enabled").asBoolean(true)) {
            read.add(mapping.path("EventSourceArn").asText());
        }
    }

    private void rule(String name, JsonNode rule) {
        rule.path("Targets").forEach(target -> target(name, target.path("Arn")));
        rule.at("/EventPattern/detail/stateMachineArn").forEach(machine -> expect(name, machine, machines));
    }

    /** EventBridge calls a function by a permission of the function's own. */
    private void permissions(String name, JsonNode rule, Collection<JsonNode> permissions) {
        String ruleArn = "arn:aws:events:" + Arns.REGION + ":" + Arns.ACCOUNT + ":rule/"
                + rule.path("Name").asText();
        for (JsonNode target : rule.path("Targets")) {
            String arn = target.path("Arn").asText();
            if (arn.startsWith(LAMBDA)
                    && permissions.stream()
                            .noneMatch(
                                    each -> each.path("FunctionName").asText().equals(arn)
                                            && each.path("Principal").asText().equals("events.amazonaws.com")
                                            && each.path("SourceArn").asText().equals(ruleArn))) {
                faults.add(name + " may not call " + arn);
            }
        }
    }

    private void target(String name, JsonNode arn) {
        Set<String> known = new HashSet<>(functions);
        known.addAll(machines);
        known.addAll(queues);
        expect(name, arn, known);
    }

    private void expect(String who, JsonNode arn, Set<String> known) {
        if (!known.contains(arn.asText())) {
            faults.add(who + " names " + arn.asText());
        }
    }
}
