package sleeper.deploy;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers of CloudFormation and STS, as their API references show them. */
public final class StackXml {
    public static final String CALLER = "<GetCallerIdentityResponse><GetCallerIdentityResult>"
            + "<Arn>arn:aws:sts::123456789012:assumed-role/Admin/me</Arn><UserId>A</UserId><Account>123456789012</Account>"
            + "</GetCallerIdentityResult></GetCallerIdentityResponse>";

    private StackXml() {}

    public static String stack(String name, String status) {
        return stack(name, status, "Sleeper Workflows, instance prod");
    }

    public static String stack(String name, String status, String description) {
        return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>" + name
                + "</StackName><StackId>arn:aws:cloudformation:eu-west-2:123456789012:stack/" + name + "/1</StackId>"
                + "<StackStatus>" + status + "</StackStatus><Description>" + description
                + "</Description><CreationTime>2026-11-29T10:00:00Z</CreationTime>"
                + "</member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
    }

    /** A resource of a stack. */
    public record Resource(String id, String type, String name, String status) {
        public static Resource bucket(String what, String status) {
            return new Resource(what, "AWS::S3::Bucket", "sleeper-prod-" + what, status);
        }

        private String xml() {
            return "<member><LogicalResourceId>" + id + "</LogicalResourceId><ResourceType>" + type
                    + "</ResourceType><PhysicalResourceId>" + name + "</PhysicalResourceId><ResourceStatus>" + status
                    + "</ResourceStatus><ResourceStatusReason>reason of " + id + "</ResourceStatusReason></member>";
        }
    }

    /** @param next token of the page after it; empty if there is none */
    public static String resources(String next, Resource... resources) {
        return "<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>"
                + Stream.of(resources).map(Resource::xml).collect(Collectors.joining()) + "</StackResourceSummaries>"
                + (next.isEmpty() ? "" : "<NextToken>" + next + "</NextToken>")
                + "</ListStackResourcesResult></ListStackResourcesResponse>";
    }

    /** @param policies of deletion, by id of the resource */
    public static String template(Map<String, String> policies) {
        return "<GetTemplateResponse><GetTemplateResult><TemplateBody>{\"Resources\":{"
                + new TreeMap<>(policies)
                        .entrySet().stream()
                                .map(each ->
                                        "\"" + each.getKey() + "\":{\"DeletionPolicy\":\"" + each.getValue() + "\"}")
                                .collect(Collectors.joining(","))
                + "}}</TemplateBody></GetTemplateResult></GetTemplateResponse>";
    }

    public static String missing(String name) {
        return "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id " + name
                + " does not exist</Message></Error><RequestId>r1</RequestId></ErrorResponse>";
    }
}
