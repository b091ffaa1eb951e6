package sleeper.verification.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.stepfunctions.Arns;

/**
 * Resolves a template's intrinsic functions as CloudFormation does in the region and account of the embedded interpreter: {@code Ref},
 * {@code Fn::GetAtt}, {@code Fn::Join}, {@code Fn::Sub}, {@code Fn::Select}, {@code Fn::Split}, {@code Fn::GetAZs}. What a resource's
 * {@code Ref} and attributes are is taken from its "Return values" in the CloudFormation template reference. All else is refused.
 */
final class TemplateResolver {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final Map<String, String> PSEUDO_PARAMETERS = Map.of(
            "AWS::Partition",
            "aws",
            "AWS::Region",
            Arns.REGION,
            "AWS::AccountId",
            Arns.ACCOUNT,
            "AWS::URLSuffix",
            "amazonaws.com");

    private final JsonNode resources;

    private TemplateResolver(JsonNode resources) {
        this.resources = resources;
    }

    /**
     * @param template as it was synthesised
     * @return its resources, by logical id, without any intrinsic function
     * @throws IllegalArgumentException with what is not known
     */
    static ObjectNode resources(JsonNode template) {
        ObjectNode resolved = JSON.createObjectNode();
        TemplateResolver resolver = new TemplateResolver(template.path("Resources"));
        resolver.resources.properties().forEach(resource -> {
            ObjectNode each = resolved.putObject(resource.getKey());
            each.set("Type", resource.getValue().path("Type"));
            each.set("Properties", resolver.resolve(resource.getValue().path("Properties")));
        });
        return resolved;
    }

    private JsonNode resolve(JsonNode value) {
        if (value.isArray()) {
            ArrayNode resolved = JSON.createArrayNode();
            value.forEach(each -> resolved.add(resolve(each)));
            return resolved;
        }
        if (!value.isObject()) {
            return value;
        }
        if (value.size() == 1) {
            String name = value.fieldNames().next();
            if (name.equals("Ref") || name.startsWith("Fn::")) {
                return call(name, value.path(name));
            }
        }
        ObjectNode resolved = JSON.createObjectNode();
        value.properties().forEach(field -> resolved.set(field.getKey(), resolve(field.getValue())));
        return resolved;
    }

    private JsonNode call(String function, JsonNode argument) {
        return switch (function) {
            case "Ref" -> TextNode.valueOf(ref(argument.asText()));
            case "Fn::GetAtt" ->
                TextNode.valueOf(
                        attribute(argument.path(0).asText(), argument.path(1).asText()));
            case "Fn::Join" -> join(argument.path(0).asText(), resolve(argument.path(1)));
            case "Fn::Sub" -> TextNode.valueOf(substitute(argument));
            case "Fn::Select" -> {
                JsonNode list = resolve(argument.path(1));
                int index = argument.path(0).asInt();
                if (!list.has(index)) {
                    throw new IllegalArgumentException("Fn::Select of " + index + " from " + list);
                }
                yield list.get(index);
            }
            case "Fn::Split" -> {
                ArrayNode parts = JSON.createArrayNode();
                for (String part : resolve(argument.path(1))
                        .asText()
                        .split(Pattern.quote(argument.path(0).asText()))) {
                    parts.add(part);
                }
                yield parts;
            }
            case "Fn::GetAZs" ->
                JSON.createArrayNode()
                        .add(Arns.REGION + "a")
                        .add(Arns.REGION + "b")
                        .add(Arns.REGION + "c");
            default -> throw new IllegalArgumentException("the function " + function + " is not known: " + argument);
        };
    }

    private static JsonNode join(String delimiter, JsonNode parts) {
        StringBuilder joined = new StringBuilder();
        for (JsonNode part : parts) {
            if (!part.isValueNode()) {
                throw new IllegalArgumentException("Fn::Join of " + part);
            }
            joined.append(joined.isEmpty() ? "" : delimiter).append(part.asText());
        }
        return TextNode.valueOf(joined.toString());
    }

    private String substitute(JsonNode text) {
        if (!text.isTextual()) {
            throw new IllegalArgumentException("Fn::Sub with variables of its own is not known: " + text);
        }
        Matcher matcher = VARIABLE.matcher(text.asText());
        return matcher.replaceAll(found -> Matcher.quoteReplacement(ref(found.group(1))));
    }

    private String ref(String name) {
        if (PSEUDO_PARAMETERS.containsKey(name)) {
            return PSEUDO_PARAMETERS.get(name);
        }
        String type = type(name);
        return switch (type) {
            case "AWS::S3::Bucket" -> property(name, "BucketName");
            case "AWS::SQS::Queue" ->
                "https://sqs." + Arns.REGION + ".amazonaws.com/" + Arns.ACCOUNT + "/" + property(name, "QueueName");
            case "AWS::SNS::Topic" -> arn("sns", property(name, "TopicName"));
            case "AWS::Lambda::Function" -> property(name, "FunctionName");
            case "AWS::Lambda::Version" -> function(name) + ":1";
            case "AWS::Lambda::Alias" -> function(name) + ":" + property(name, "Name");
            case "AWS::StepFunctions::StateMachine" ->
                arn("states", "stateMachine:" + property(name, "StateMachineName"));
            case "AWS::ECS::Cluster" -> property(name, "ClusterName");
            case "AWS::ECS::TaskDefinition" -> arn("ecs", "task-definition/" + property(name, "Family") + ":1");
            case "AWS::IAM::Role" -> roleName(name);
            case "AWS::Logs::LogGroup" -> logGroupName(name);
            case "AWS::Scheduler::ScheduleGroup" -> property(name, "Name");
            case "AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::EC2::RouteTable" -> id(type, name);
            default -> throw new IllegalArgumentException("the Ref of " + name + ", " + type + ", is not known");
        };
    }

    private String attribute(String name, String attribute) {
        String type = type(name);
        return switch (type + "." + attribute) {
            case "AWS::S3::Bucket.Arn" -> "arn:aws:s3:::" + property(name, "BucketName");
            case "AWS::SQS::Queue.Arn" -> arn("sqs", property(name, "QueueName"));
            case "AWS::SQS::Queue.QueueName" -> property(name, "QueueName");
            case "AWS::Lambda::Version.Version" -> "1";
            case "AWS::ECS::Cluster.Arn" -> arn("ecs", "cluster/" + property(name, "ClusterName"));
            case "AWS::IAM::Role.Arn" -> "arn:aws:iam::" + Arns.ACCOUNT + ":role/" + roleName(name);
            case "AWS::Logs::LogGroup.Arn" -> arn("logs", "log-group:" + logGroupName(name) + ":*");
            case "AWS::Events::Rule.Arn" -> arn("events", "rule/" + property(name, "Name"));
            case "AWS::KMS::Key.Arn" -> arn("kms", "key/" + name);
            case "AWS::EC2::VPC.CidrBlock" -> property(name, "CidrBlock");
            case "AWS::EC2::SecurityGroup.GroupId" -> id(type, name);
            default ->
                throw new IllegalArgumentException(
                        "the attribute " + attribute + " of " + name + ", " + type + ", is not known");
        };
    }

    private String type(String name) {
        if (!resources.has(name)) {
            throw new IllegalArgumentException("the template has no resource " + name);
        }
        return resources.path(name).path("Type").asText();
    }

    private String property(String name, String property) {
        JsonNode value = resolve(resources.path(name).path("Properties").path(property));
        if (!value.isTextual()) {
            throw new IllegalArgumentException(name + " has no " + property + " that is a text: " + value);
        }
        return value.asText();
    }

    private boolean has(String name, String property) {
        return resources.path(name).path("Properties").has(property);
    }

    private String function(String name) {
        return arn("lambda", "function:" + property(name, "FunctionName"));
    }

    /** CloudFormation makes one up for the role of the flow log, which CDK gives none. */
    private String roleName(String name) {
        return has(name, "RoleName") ? property(name, "RoleName") : name;
    }

    private String logGroupName(String name) {
        return has(name, "LogGroupName") ? property(name, "LogGroupName") : name;
    }

    private static String id(String type, String name) {
        return type.substring(type.lastIndexOf(':') + 1).toLowerCase(Locale.ROOT) + "-" + name;
    }

    private static String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + Arns.REGION + ":" + Arns.ACCOUNT + ":" + resource;
    }
}
