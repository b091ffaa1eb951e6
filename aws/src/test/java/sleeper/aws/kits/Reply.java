package sleeper.aws.kits;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sleeper.aws.request.Answer;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * How a service answered a request.
 *
 * @param status of HTTP
 * @param code   the service's name for a failure; empty for a success
 */
record Reply(int status, String code) {
    static final Reply OK = new Reply(200, "");

    /** @return the answer to one request, which is sent once */
    static Reply of(Callable<?> request) throws Exception {
        try {
            var unused = request.call();
            return OK;
        } catch (AwsServiceException e) {
            return new Reply(e.statusCode(), Answer.codeOf(e));
        }
    }

    /** @return the answers to requests that are sent at once, in the order of the requests */
    static List<Reply> ofAll(List<Callable<?>> requests) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(requests.size());
        try {
            List<Callable<Reply>> replies = new ArrayList<>();
            requests.forEach(request -> replies.add(() -> of(request)));
            List<Reply> all = new ArrayList<>();
            for (Future<Reply> reply : threads.invokeAll(replies)) {
                all.add(reply.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }
}
