package sleeper.aws.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.file.FilePath;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Deletes objects, a thousand by a request (S3 API reference, "DeleteObjects"). Such a request ends well though some of its objects could
 * not be deleted: these it names, and they are tried one by one.
 */
final class S3Deletes {
    private static final int MOST_KEYS = 1_000;
    private static final String ACTION = "s3:DeleteObject";
    private static final int FORBIDDEN = 403;

    private final S3Client client;
    private final Requests requests;

    S3Deletes(S3Client client, Requests requests) {
        this.client = client;
        this.requests = requests;
    }

    void delete(FilePath path) throws IOException {
        if (FilePath.isOutsideBuckets(path.bucket())) {
            return;
        }
        try {
            var unused = requests.repeatable(() ->
                    client.deleteObject(request -> request.bucket(path.bucket()).key(path.key())));
        } catch (SdkException e) {
            throw AwsFailures.ofFile("s3://" + path, ACTION, e);
        }
    }

    /** @return those that are perhaps there still, each with what kept it, in their order */
    Map<FilePath, IOException> deleteAll(List<FilePath> paths) {
        Map<String, List<FilePath>> byBucket = paths.stream()
                .filter(path -> !FilePath.isOutsideBuckets(path.bucket()))
                .collect(Collectors.groupingBy(FilePath::bucket, LinkedHashMap::new, Collectors.toList()));
        Map<FilePath, IOException> left = new LinkedHashMap<>();
        byBucket.forEach((bucket, files) -> {
            List<FilePath> listed = new ArrayList<>();
            for (FilePath file : files) {
                // XML has no way to write the others.
                if (isXml(file.key())) {
                    listed.add(file);
                } else {
                    deleteSingly(file, left);
                }
            }
            for (int from = 0; from < listed.size(); from += MOST_KEYS) {
                deleteListed(bucket, listed.subList(from, Math.min(from + MOST_KEYS, listed.size())), left);
            }
        });
        return left;
    }

    /** As XML 1.0 has it (production 2), of what a path can be. */
    private static boolean isXml(String key) {
        return key.chars().allMatch(c -> c != '\uFFFE' && c != '\uFFFF');
    }

    private void deleteListed(String bucket, List<FilePath> files, Map<FilePath, IOException> left) {
        Delete all = Delete.builder()
                .quiet(true)
                .objects(files.stream()
                        .map(file -> ObjectIdentifier.builder().key(file.key()).build())
                        .toList())
                .build();
        try {
            List<S3Error> errors = requests.repeatable(() -> client.deleteObjects(
                            request -> request.bucket(bucket).delete(all)))
                    .errors();
            for (S3Error error : errors) {
                FilePath file = new FilePath(bucket, error.key());
                S3Exception failure = failureOf(error);
                if (Answer.of(failure) == Answer.DENIED) {
                    left.put(file, AwsFailures.ofFile("s3://" + file, ACTION, failure));
                } else {
                    deleteSingly(file, left);
                }
            }
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.REFUSED) {
                // A server may have no such request.
                files.forEach(file -> deleteSingly(file, left));
            } else {
                files.forEach(file -> left.put(file, AwsFailures.ofFile("s3://" + file, ACTION, e)));
            }
        }
    }

    private static S3Exception failureOf(S3Error error) {
        return (S3Exception) S3Exception.builder()
                .statusCode("AccessDenied".equals(error.code()) ? FORBIDDEN : 0)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(error.code())
                        .errorMessage(error.message())
                        .build())
                .build();
    }

    private void deleteSingly(FilePath file, Map<FilePath, IOException> left) {
        try {
            delete(file);
        } catch (IOException e) {
            left.put(file, e);
        }
    }
}
