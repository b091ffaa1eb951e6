package sleeper.cdk;

import io.github.cdklabs.cdknag.NagPackSuppression;
import io.github.cdklabs.cdknag.NagSuppressions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awscdk.services.iam.Policy;
import software.constructs.IConstruct;

/**
 * Where an instance breaks a rule of cdk-nag on purpose: each on the one resource that does, for the one thing in it that does, and with
 * the reason.
 */
enum Suppressions {
    NAMED_LATER(
            "AwsSolutions-IAM5",
            "Objects, log streams, executions, tasks and runs get their names when they are made; the pattern is below a name of the"
                    + " instance's own."),
    MADE_BY_EMR(
            "AwsSolutions-IAM5",
            "What EMR makes and ends gets its id from EC2 or EMR when it is made; the roles that do so are the instance's own."),
    NO_RESOURCE(
            "AwsSolutions-IAM5", "The service takes no resource for these actions (Service Authorization Reference)."),
    JAVA(
            "AwsSolutions-L1",
            "Everything is compiled and tested for Java 17, which Lambda supports; a newer one would be deployed untried."),
    IS_DEAD_LETTER_QUEUE("AwsSolutions-SQS3", "It is the queue of dead letters of the rule and of the schedules."),
    NO_SECRET("AwsSolutions-ECS2", "The variables are the instance's id and region, which are no secrets."),
    PUBLIC_ADDRESS(
            "AwsSolutions-EKS1",
            "Step Functions reaches a cluster by its public address alone (developer guide, \"Call Amazon EKS\"); who may do what there is"
                    + " decided by access entries."),
    DISKS(
            "AwsSolutions-EMR4",
            "The cluster's disks hold what a job has spilled, for as long as the job runs; what is kept is in S3, encrypted."),
    TRANSIT(
            "AwsSolutions-EMR5",
            "The nodes speak to each other in private subnets; encryption between them needs certificates of the operator's own."),
    NO_LOGIN("AwsSolutions-EMR6", "Nobody can log in unless the operator sets sleeper.bulk.import.emr.keypair.name.");

    private final String rule;
    private final String reason;

    Suppressions(String rule, String reason) {
        this.rule = rule;
        this.reason = reason;
    }

    static void on(InstanceStack stack) {
        for (IConstruct construct : stack.getNode().findAll()) {
            String path = construct.getNode().getPath();
            if (construct instanceof Policy policy) {
                wildcards(stack, policy);
            } else if (path.matches(".*/Functions/[a-z-]+")) {
                JAVA.on(construct);
            } else if (path.endsWith("/Events/Undelivered")) {
                IS_DEAD_LETTER_QUEUE.on(construct);
            } else if (path.endsWith("/IngestStack/Task")) {
                NO_SECRET.on(construct);
            } else if (path.endsWith("/EksBulkImportStack/Cluster")) {
                PUBLIC_ADDRESS.on(construct);
            } else if (path.endsWith("/PersistentEmrBulkImportStack/Cluster")) {
                DISKS.on(construct);
                TRANSIT.on(construct);
                NO_LOGIN.on(construct);
            }
        }
    }

    private static void wildcards(InstanceStack stack, Policy policy) {
        Map<?, ?> document = (Map<?, ?>) stack.resolve(policy.getDocument());
        for (Object each : (Collection<?>) document.get("Statement")) {
            for (Object resource : listed(((Map<?, ?>) each).get("Resource"))) {
                String arn = flat(resource);
                if (arn.contains("*")) {
                    reasonOf(arn).on(policy, List.of("Resource::" + arn));
                }
            }
        }
    }

    private static Suppressions reasonOf(String arn) {
        if (arn.equals("*")) {
            return NO_RESOURCE;
        }
        return arn.matches(".*:(ec2|elasticmapreduce|iam|ecr):.*") ? MADE_BY_EMR : NAMED_LATER;
    }

    private static Collection<?> listed(Object value) {
        return value instanceof Collection<?> several ? several : List.of(value);
    }

    /** @return a value as the rules show it: references between angle brackets */
    private static String flat(Object value) {
        if (!(value instanceof Map<?, ?> function)) {
            return String.valueOf(value);
        }
        if (function.get("Ref") instanceof String name) {
            return "<" + name + ">";
        }
        if (function.get("Fn::GetAtt") instanceof List<?> parts) {
            return "<" + parts.stream().map(String::valueOf).collect(Collectors.joining(".")) + ">";
        }
        if (!(function.get("Fn::Join") instanceof List<?> join)) {
            return function.toString();
        }
        return ((List<?>) join.get(1)).stream().map(Suppressions::flat).collect(Collectors.joining());
    }

    private void on(IConstruct construct) {
        NagSuppressions.addResourceSuppressions(construct, List.of(suppression().build()), true);
    }

    private void on(IConstruct construct, List<String> appliesTo) {
        NagSuppressions.addResourceSuppressions(
                construct,
                List.of(suppression().appliesTo(new ArrayList<>(appliesTo)).build()),
                true);
    }

    private NagPackSuppression.Builder suppression() {
        return NagPackSuppression.builder().id(rule).reason(reason);
    }
}
