package sleeper.aws.s3;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.file.FilePath;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Deletes objects, a thousand by a request (S3 API reference, "DeleteObjects"). Such a request ends well though some of its objects could
 * not be deleted: these it names, and they are tried again.
 */
final class S3Deletes {
    private static final int MOST_KEYS = 1_000;
    private static final String ACTION = "s3:DeleteObject";
    private static final int FORBIDDEN = 403;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int MOST_TRIES = 5;
    private static final Duration LEAST_WAIT = Duration.ofMillis(100);
    private static final Duration MOST_WAIT = Duration.ofSeconds(5);

    private final S3Client client;
    private final Requests requests;
    private final Surroundings surroundings;

    S3Deletes(S3Client client, Requests requests, Surroundings surroundings) {
        this.client = client;
        this.requests = requests;
        this.surroundings = surroundings;
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

    /** @return those that are perhaps there still, each with what kept it */
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

    /** Objects that an answer names are sent once more together, after a wait, and what is then left is tried one by one. */
    private void deleteListed(String bucket, List<FilePath> files, Map<FilePath, IOException> left) {
        List<FilePath> open = files;
        for (int tries = 1; !open.isEmpty() && tries <= MOST_TRIES; tries++) {
            if (tries > 1) {
                surroundings.backOff(tries, LEAST_WAIT, MOST_WAIT);
            }
            Optional<List<FilePath>> failed = sent(bucket, open, left);
            if (failed.isEmpty()) {
                return;
            }
            open = failed.get();
        }
        open.forEach(file -> deleteSingly(file, left));
    }

    /** @return those that were not deleted and may be tried again; empty if what became of all is known */
    private Optional<List<FilePath>> sent(String bucket, List<FilePath> files, Map<FilePath, IOException> left) {
        Delete all = Delete.builder()
                .quiet(true)
                .objects(files.stream()
                        .map(file -> ObjectIdentifier.builder().key(file.key()).build())
                        .toList())
                .build();
        List<S3Error> errors;
        try {
            errors = requests.repeatable(() -> client.deleteObjects(
                            request -> request.bucket(bucket).delete(all)))
                    .errors();
        } catch (SdkException e) {
            if (isUnknownRequest(e)) {
                files.forEach(file -> deleteSingly(file, left));
            } else {
                files.forEach(file -> left.put(file, AwsFailures.ofFile("s3://" + file, ACTION, e)));
            }
            return Optional.empty();
        }
        Map<String, S3Error> byKey = new HashMap<>();
        errors.forEach(error -> byKey.put(error.key(), error));
        List<FilePath> again = new ArrayList<>();
        for (FilePath file : files) {
            S3Error error = byKey.remove(file.key());
            if (error != null && Answer.of(failureOf(error)) == Answer.DENIED) {
                left.put(file, AwsFailures.ofFile("s3://" + file, ACTION, failureOf(error)));
            } else if (error != null) {
                again.add(file);
            }
        }
        // An error of a key that nobody asked for leaves open whose it is.
        return Optional.of(byKey.isEmpty() ? again : files);
    }

    /** A server may have no such request. */
    private static boolean isUnknownRequest(SdkException failure) {
        return failure instanceof AwsServiceException refusal
                && (refusal.statusCode() == NOT_IMPLEMENTED
                        || refusal.statusCode() == METHOD_NOT_ALLOWED
                        || Answer.codeOf(refusal).equals("MalformedXML"));
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
