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
 * Keeps web pages away from an endpoint that AWS SDKs call. Beside what holds a page off from any endpoint ({@link PageGuard}) it has no
 * {@code Authorization} of AWS's form, which no page can send without asking first.
 *
 * <p>The signature is not checked: any credentials will do.
 */
public final class Guard implements RequestGuard {
    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 +Credential=[^\\s,/]+/[^\\s,]+ *, *SignedHeaders=[^\\s,]+ *, *Signature=[^\\s,]+");
    private static final Pattern SIGNED_QUERY =
            Pattern.compile("(^|&)(X-Amz-[A-Za-z]+|Signature|AWSAccessKeyId)=", Pattern.CASE_INSENSITIVE);
    private final PageGuard pages;
    private final Set<String> contentTypes;

    /**
     * @param port         where the endpoint listens, which a {@code Host} may name
     * @param hosts        further names of this machine, each for this port, or with a port of its own as {@code name:port}
     * @param contentTypes the media types that the service takes, in lower case
     */
    public Guard(int port, Set<String> hosts, Set<String> contentTypes) {
        this.pages = new PageGuard(port, hosts);
        this.contentTypes = Set.copyOf(contentTypes);
    }

    @Override
    public Optional<Refusal> refuse(RequestHead head) {
        return pages.refuse(head)
                .or(() -> query(head))
                .or(() -> method(head))
                .or(() -> authorization(head))
                .or(() -> contentType(head));
    }

    private static Optional<Refusal> method(RequestHead head) {
        return head.method().equals("POST")
                ? Optional.empty()
                : refusal(
                        Reason.METHOD,
                        "The method is " + PageGuard.quoted(head.method()) + ". Send the request as POST.");
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
                        "The header Content-Type is " + PageGuard.quoted(value) + ". It must be "
                                + contentTypes.stream().sorted().collect(Collectors.joining(" or "))
                                + ", as AWS SDKs and the AWS CLI send it.");
    }

    private static Optional<Refusal> refusal(Reason reason, String message) {
        return Optional.of(new Refusal(reason, message));
    }
}
