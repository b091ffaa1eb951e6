package sleeper.verification.permission;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.faults.HttpMessage;

/**
 * The IAM actions that each operation of S3 needs (S3 user guide, "Required permissions for Amazon S3 API operations";
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html).
 */
final class ActionsOfS3 {
    private static final String GET = "s3:GetObject";
    private static final String PUT = "s3:PutObject";
    private static final String LIST = "s3:ListBucket";

    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("GetObject", GET),
            Map.entry("HeadObject", GET),
            Map.entry("PutObject", PUT),
            Map.entry("CreateMultipartUpload", PUT),
            Map.entry("UploadPart", PUT),
            Map.entry("CompleteMultipartUpload", PUT),
            Map.entry("AbortMultipartUpload", "s3:AbortMultipartUpload"),
            Map.entry("ListParts", "s3:ListMultipartUploadParts"),
            Map.entry("ListMultipartUploads", "s3:ListBucketMultipartUploads"),
            Map.entry("ListObjectsV2", LIST),
            Map.entry("HeadBucket", LIST),
            Map.entry("DeleteObject", "s3:DeleteObject"),
            Map.entry("DeleteObjects", "s3:DeleteObject"));

    private static final Set<String> OF_BUCKETS = Set.of(LIST, "s3:ListBucketMultipartUploads");

    private ActionsOfS3() {}

    /**
     * Who may not list a bucket is answered 403 in place of 404 (S3 API reference, GetObject, "Permissions"). A write under If-Match also
     * needs the right to read (S3 API reference, PutObject, "If-Match").
     */
    static List<String> of(String operation, HttpMessage request, HttpMessage answer) {
        String action = Optional.ofNullable(ACTIONS.get(operation))
                .orElseThrow(() -> new IllegalStateException("no action is known of the operation " + operation));
        List<String> actions = new ArrayList<>(List.of(action));
        if (action.equals(GET) && isNotFound(answer)) {
            actions.add(LIST);
        }
        if (action.equals(PUT) && request.header("If-Match").isPresent()) {
            actions.add(GET);
        }
        return actions;
    }

    static boolean isOfBucket(String action) {
        return OF_BUCKETS.contains(action);
    }

    private static boolean isNotFound(HttpMessage answer) {
        return answer.head().split(" ", 3)[1].equals("404");
    }
}
