package sleeper.verification.permission;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.faults.HttpMessage;
import sleeper.faults.Service;

/**
 * A request to the stores' services.
 *
 * @param needs actions with resources, such as {@code s3:GetObject jobs/plans/*}
 */
record StoreRequest(List<String> needs) {
    private static final Pattern OWN_BUCKET = Pattern.compile("sleeper-i\\d+-(.+)");
    private static final Pattern KEY = Pattern.compile("<Key>([^<]+)</Key>");
    private static final Pattern TABLE = Pattern.compile("\"sleeper-i\\d+-([a-z]+)\"");

    static StoreRequest of(Service service, HttpMessage request, HttpMessage answer) {
        String operation = service.operationOf(request);
        return new StoreRequest(
                service == Service.S3 ? ofS3(operation, request, answer) : ofDynamoDb(operation, request));
    }

    private static List<String> ofDynamoDb(String operation, HttpMessage request) {
        Matcher table = TABLE.matcher(new String(request.body(), StandardCharsets.UTF_8));
        if (!table.find()) {
            throw new IllegalStateException("a request of DynamoDB names no table of an instance: " + operation);
        }
        return List.of("dynamodb:" + operation + " " + table.group(1));
    }

    private static List<String> ofS3(String operation, HttpMessage request, HttpMessage answer) {
        String[] path = request.target().split("\\?", 2)[0].substring(1).split("/", 2);
        Matcher own = OWN_BUCKET.matcher(path[0]);
        if (!own.matches()) {
            throw new IllegalStateException("a bucket of no instance: " + path[0]);
        }
        String bucket = own.group(1);
        String key = path.length > 1 ? URLDecoder.decode(path[1], StandardCharsets.UTF_8) : "";
        List<String> needs = new ArrayList<>();
        for (String action : ActionsOfS3.of(operation, request, answer)) {
            if (ActionsOfS3.isOfBucket(action)) {
                needs.add(action + " " + bucket);
            } else if (operation.equals("DeleteObjects")) {
                KEY.matcher(new String(request.body(), StandardCharsets.UTF_8))
                        .results()
                        .forEach(each -> needs.add(action + " " + bucket + "/" + StoreArea.of(bucket, each.group(1))));
            } else {
                needs.add(action + " " + bucket + "/" + StoreArea.of(bucket, key));
            }
        }
        return needs;
    }
}
