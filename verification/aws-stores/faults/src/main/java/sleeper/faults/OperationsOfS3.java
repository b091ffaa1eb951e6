package sleeper.faults;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Which operation of S3 a request asks for: method, whether path-style addressing names a key, and the parameters of the query. */
final class OperationsOfS3 {
    private OperationsOfS3() {}

    static String operationOf(HttpMessage request) {
        String[] target = request.target().split("\\?", 2);
        boolean ofKey = target[0].indexOf('/', 1) > 0 && target[0].indexOf('/', 1) < target[0].length() - 1;
        Set<String> query = Arrays.stream(target.length > 1 ? target[1].split("&") : new String[0])
                .map(parameter -> parameter.split("=", 2)[0])
                .collect(Collectors.toSet());
        return switch (request.method()) {
            case "GET" -> get(ofKey, query);
            case "HEAD" -> ofKey ? "HeadObject" : "HeadBucket";
            case "PUT" -> put(ofKey, query, request);
            case "POST" -> post(query);
            case "DELETE" -> delete(ofKey, query);
            default -> request.method();
        };
    }

    private static String get(boolean ofKey, Set<String> query) {
        if (ofKey) {
            return query.contains("uploadId") ? "ListParts" : "GetObject";
        }
        if (query.contains("uploads")) {
            return "ListMultipartUploads";
        }
        return query.contains("list-type") ? "ListObjectsV2" : "ListObjects";
    }

    private static String put(boolean ofKey, Set<String> query, HttpMessage request) {
        if (!ofKey) {
            return "CreateBucket";
        }
        boolean copies = request.header("x-amz-copy-source").isPresent();
        if (query.contains("partNumber")) {
            return copies ? "UploadPartCopy" : "UploadPart";
        }
        return copies ? "CopyObject" : "PutObject";
    }

    private static String post(Set<String> query) {
        if (query.contains("uploads")) {
            return "CreateMultipartUpload";
        }
        return query.contains("uploadId") ? "CompleteMultipartUpload" : "DeleteObjects";
    }

    private static String delete(boolean ofKey, Set<String> query) {
        if (!ofKey) {
            return "DeleteBucket";
        }
        return query.contains("uploadId") ? "AbortMultipartUpload" : "DeleteObject";
    }
}
