package sleeper.stepfunctions.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sleeper.stepfunctions.http.Refusal.Reason;

/**
 * Keeps web pages away from an endpoint. Whoever visits a page lets its scripts, forms and images send requests to 127.0.0.1, under
 * that name or under one of the page's own that leads there. Three things hold such a request off, each by itself: its {@code Host} is
 * not this machine's; the browser says that a page sent it ({@code Origin}, {@code Sec-Fetch-Site}); and it has no
 * {@code Authorization} of AWS's form, which no page can send without asking first.
 *
 * <p>The signature is not checked: any credentials will do.
 */
public final class Guard {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "[::1]", "localhost");
    private static final Pattern UNDER_LOCALHOST = Pattern.compile("([a-z0-9_-]{1,63}\\.){1,32}localhost");
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 +Credential=[^\\s,/]+/[^\\s,]+ *, *SignedHeaders=[^\\s,]+ *, *Signature=[^\\s,]+");
    private static final Pattern SIGNED_QUERY =
            Pattern.compile("(^|&)(X-Amz-[A-Za-z]+|Signature|AWSAccessKeyId)=", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_QUOTE = 200;

    private final int port;
    private final Set<String> hosts;
    private final Set<String> contentTypes;

    /**
     * @param port         where the endpoint listens, which a {@code Host} may name
     * @param hosts        further names of this machine, each for this port, or with a port of its own as {@code name:port}
     * @param contentTypes the media types that the service takes, in lower case
     */
    public Guard(int port, Set<String> hosts, Set<String> contentTypes) {
        this.port = port;
        this.hosts = hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
        this.contentTypes = Set.copyOf(contentTypes);
    }

    /** @return why the request is not taken, or empty if it is */
    public Optional<Refusal> refuse(RequestHead head) {
        return foreignHost(head)
                .or(() -> page(head))
                .or(() -> query(head))
                .or(() -> method(head))
                .or(() -> authorization(head))
                .or(() -> contentType(head));
    }

    private Optional<Refusal> foreignHost(RequestHead head) {
        String host = head.only("Host").orElse("");
        if (isOurs(host.toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        return refusal(
                Reason.NOT_FROM_HERE,
                "The header Host is " + quoted(host)
                        + ". It must be 127.0.0.1, [::1], localhost or a name under .localhost, with the"
                        + " port " + port + " or without one. If " + quoted(host)
                        + " is a name of this machine, add it to the"
                        + " instance property sleeper.local.hosts.");
    }

    private boolean isOurs(String host) {
        if (hosts.contains(host)) {
            return true;
        }
        String ownPort = ":" + port;
        String name = host.endsWith(ownPort) ? host.substring(0, host.length() - ownPort.length()) : host;
        return NAMES.contains(name) || UNDER_LOCALHOST.matcher(name).matches() || hosts.contains(name);
    }

    private static Optional<Refusal> page(RequestHead head) {
        List<String> origins = head.all("Origin");
        if (!origins.isEmpty()) {
            return fromPage("Origin is " + quoted(origins.get(0)));
        }
        return head.all("Sec-Fetch-Site").stream()
                .filter(site -> !site.equals("none"))
                .findFirst()
                .flatMap(site -> fromPage("Sec-Fetch-Site is " + quoted(site)));
    }

    private static Optional<Refusal> fromPage(String header) {
        return refusal(
                Reason.NOT_FROM_HERE,
                "A web page sent this: the header " + header
                        + ". No page may use this endpoint, whatever its origin. Send the request"
                        + " from a program, such as an AWS SDK or the AWS CLI.");
    }

    private static Optional<Refusal> method(RequestHead head) {
        return head.method().equals("POST")
                ? Optional.empty()
                : refusal(Reason.METHOD, "The method is " + quoted(head.method()) + ". Send the request as POST.");
    }

    private static Optional<Refusal> query(RequestHead head) {
        int begin = head.target().indexOf('?');
        if (begin < 0) {
            return Optional.empty();
        }
        return refusal(
                Reason.NOT_FROM_HERE,
                isSigned(head.target().substring(begin + 1))
                        ? "The request is signed in its URL, as a web page could send it. Sign it in the header Authorization, as AWS SDKs"
                                + " and the AWS CLI do."
                        : "The URL has a query. Send the parameters in the body, and sign in the header Authorization, as AWS SDKs and the"
                                + " AWS CLI do.");
    }

    private static boolean isSigned(String query) {
        try {
            return SIGNED_QUERY
                    .matcher(URLDecoder.decode(query, StandardCharsets.UTF_8))
                    .find();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<Refusal> authorization(RequestHead head) {
        List<String> values = head.all("Authorization");
        if (values.isEmpty()) {
            return refusal(
                    Reason.NOT_SIGNED,
                    "There is no header Authorization. Use an AWS SDK or the AWS CLI with any credentials, such as"
                            + " AWS_ACCESS_KEY_ID=any and AWS_SECRET_ACCESS_KEY=any: the signature is not checked.");
        }
        // The value is not repeated: it may hold a secret that was meant for another.
        return values.size() == 1 && AUTHORIZATION.matcher(values.get(0)).matches()
                ? Optional.empty()
                : refusal(
                        Reason.NOT_SIGNED_AS_AWS_DOES,
                        "The header Authorization must be there once, in the form of AWS Signature Version 4: AWS4-HMAC-SHA256"
                                + " Credential=KEY/SCOPE, SignedHeaders=NAMES, Signature=HEX. Use an AWS SDK or the AWS CLI with any"
                                + " credentials.");
    }

    private Optional<Refusal> contentType(RequestHead head) {
        List<String> values = head.all("Content-Type");
        String value = values.size() == 1 ? values.get(0) : String.join(", ", values);
        String type = value.replaceFirst(";.*", "").strip().toLowerCase(Locale.ROOT);
        return contentTypes.contains(type)
                ? Optional.empty()
                : refusal(
                        Reason.CONTENT_TYPE,
                        "The header Content-Type is " + quoted(value) + ". It must be "
                                + contentTypes.stream().sorted().collect(Collectors.joining(" or "))
                                + ", as AWS SDKs and the AWS CLI send it.");
    }

    private static Optional<Refusal> refusal(Reason reason, String message) {
        return Optional.of(new Refusal(reason, message));
    }

    private static String quoted(String value) {
        return "'" + (value.length() <= LONGEST_QUOTE ? value : value.substring(0, LONGEST_QUOTE) + "…") + "'";
    }
}
