package sleeper.aws.s3;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Function;
import sleeper.aws.request.Answer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Request;

/** Notes how each request of some schedules was answered; safe for use by many threads. */
final class Answers {
    private static final int SERVER_ERROR = 500;

    private final Set<String> seen = new ConcurrentSkipListSet<>();

    /** @return operations with what was answered: done, a status and code, or nothing */
    Set<String> seen() {
        return new TreeSet<>(seen);
    }

    S3Client noting(S3Client client) {
        return new DelegatingS3Client(client) {
            @Override
            protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
                String name = request.getClass().getSimpleName().replace("Request", "");
                try {
                    R answer = operation.apply(request);
                    seen.add(name + " done");
                    return answer;
                } catch (SdkException e) {
                    seen.add(name + " " + wordsOf(e));
                    throw e;
                }
            }
        };
    }

    private static String wordsOf(SdkException e) {
        if (!(e instanceof AwsServiceException service) || service.statusCode() == SERVER_ERROR) {
            return "unknown";
        }
        return (service.statusCode() + " " + Answer.codeOf(service)).trim();
    }
}
