package sleeper.deployed.instance;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sleeper.core.platform.JobQueue;

/**
 * Where the queues of a deployed instance are, as its properties have it.
 *
 * @param urls of the queues that jobs are sent to; only of those that are deployed
 */
record DeployedQueues(Map<JobQueue, URI> urls) {
    private static final Pattern ACCOUNT = Pattern.compile("/(\\d{12})/[^/]+");
    private static final String QUEUE_END = "Q";
    private static final String DEAD_LETTERS_END = "DLQ";

    DeployedQueues {
        urls = Map.copyOf(urls);
    }

    /** @param properties of the instance; what is no URL counts as not set, since the settings are checked elsewhere */
    static DeployedQueues of(Map<String, String> properties) {
        Map<JobQueue, URI> urls = new EnumMap<>(JobQueue.class);
        for (JobQueue queue : JobQueue.values()) {
            url(properties.getOrDefault(queue.urlProperty(), "")).ifPresent(url -> urls.put(queue, url));
        }
        return new DeployedQueues(urls);
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(new URI(text)).filter(url -> url.getHost() != null && url.getPath() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    Optional<URI> url(JobQueue queue) {
        return Optional.ofNullable(urls.get(queue));
    }

    /** @return where messages go that nobody can act on: its name ends with {@code DLQ} where that of the queue ends with {@code Q} */
    Optional<URI> deadLetters(JobQueue queue) {
        return url(queue)
                .map(URI::toString)
                .filter(text -> text.endsWith(QUEUE_END))
                .map(text -> URI.create(text.substring(0, text.length() - QUEUE_END.length()) + DEAD_LETTERS_END));
    }

    /**
     * The account is taken from a queue and not asked of STS: it is then the instance's, also where the caller is of another account, and
     * it costs no request.
     *
     * @return whose the queues are; empty if no URL says
     */
    Optional<String> account() {
        return urls.values().stream()
                .map(url -> ACCOUNT.matcher(url.getPath()))
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }

    static String name(URI url) {
        return url.getPath().substring(url.getPath().lastIndexOf('/') + 1);
    }
}
