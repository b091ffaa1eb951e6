package sleeper.verification.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sleeper.stepfunctions.Arns;

/** Finds callers in a template that name what the template does not make: Tasks, mappings, rules and schedules. */
final class TemplateFaults {
    private static final String LAMBDA = "arn:aws:lambda:";

    private final Set<String> functions;
    private final Set<String> machines = new HashSet<>();
    private final Set<String> queues = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private TemplateFaults(DeployedTemplate template) {
        functions = template.functions().keySet();
        template.definitions().keySet().forEach(name -> machines.add(Arns.stateMachine(name)));
        template.ofType("AWS::SQS::Queue")
                .values()
                .forEach(queue -> queues.add("arn:aws:sqs:" + Arns.REGION + ":" + Arns.ACCOUNT + ":"
                        + queue.path("QueueName").asText()));
    }

    /** @return the faults, each as who names what; empty if there is none */
    static List<String> in(DeployedTemplate template) {
        TemplateFaults found = new TemplateFaults(template);
        template.definitions().forEach(found::definition);
        template.ofType("AWS::Lambda::EventSourceMapping").forEach(found::mapping);
        template.ofType("AWS::Events::Rule").forEach(found::rule);
        template.ofType("AWS::Scheduler::Schedule")
                .forEach((name, schedule) -> found.target(name, schedule.at("/Target/Arn")));
        return found.faults;
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
            expect(machine, task.at("/Parameters/StateMachineArn"), machines);
        }
    }

    private void mapping(String name, JsonNode mapping) {
        String function = mapping.path("FunctionName").asText();
        if (!functions.contains(DeployedTemplate.functionArn(function))) {
            faults.add(name + " names " + function);
        }
        expect(name, mapping.path("EventSourceArn"), queues);
    }

    private void rule(String name, JsonNode rule) {
        rule.path("Targets").forEach(target -> target(name, target.path("Arn")));
        rule.at("/EventPattern/detail/stateMachineArn").forEach(machine -> expect(name, machine, machines));
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
