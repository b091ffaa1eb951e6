package sleeper.deploy;

import java.util.Map;
import java.util.TreeMap;

/** Answers of CloudFormation and STS, as their API references show them. */
public final class StackXml {
    public static final String CALLER = "<GetCallerIdentityResponse><GetCallerIdentityResult>"
            + "<Arn>arn:aws:sts::123456789012:assumed-role/Admin/me</Arn><UserId>A</UserId><Account>123456789012</Account>"
            + "</GetCallerIdentityResult></GetCallerIdentityResponse>";

    private StackXml() {}

    public static String stack(String name, String status) {
        return stack(name, status, Map.of());
    }

    /** @param outputs values by description */
    public static String stack(String name, String status, Map<String, String> outputs) {
        StringBuilder members = new StringBuilder();
        new TreeMap<>(outputs)
                .forEach((description, value) -> members.append("<member><OutputKey>Out" + members.length()
                        + "</OutputKey><Description>" + description + "</Description><OutputValue>" + value
                        + "</OutputValue></member>"));
        return "<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>" + name
                + "</StackName><StackId>arn:aws:cloudformation:eu-west-2:123456789012:stack/" + name + "/1</StackId>"
                + "<StackStatus>" + status + "</StackStatus><CreationTime>2026-11-29T10:00:00Z</CreationTime><Outputs>"
                + members + "</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>";
    }

    public static String missing(String name) {
        return "<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id " + name
                + " does not exist</Message></Error><RequestId>r1</RequestId></ErrorResponse>";
    }
}
