package sleeper.s3server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.gaul.shaded.org.eclipse.jetty.http.HttpField;
import org.gaul.shaded.org.eclipse.jetty.http.HttpHeader;
import org.gaul.shaded.org.eclipse.jetty.server.Handler;
import org.gaul.shaded.org.eclipse.jetty.server.Request;
import org.gaul.shaded.org.eclipse.jetty.server.Response;
import org.gaul.shaded.org.eclipse.jetty.util.Callback;
import sleeper.core.util.Markup;
import sleeper.stepfunctions.http.PageGuard;
import sleeper.stepfunctions.http.RequestHead;

/**
 * Looks at each request before S3's protocol is read from it, and lets through what a program of this machine signed: a web page, a name
 * that is not this machine's, and a request without a signature are refused, whatever they ask for. The signature itself is checked behind
 * it.
 */
final class GuardHandler extends Handler.Wrapper {
    private static final String SIGNED = "AWS4-HMAC-SHA256 ";

    /**
     * What a signed URL has, in Signature Version 4 and in the one before it. Without its end it would hold for ever; without its
     * algorithm or its key it would be taken for a request of nobody's.
     */
    private static final List<List<String>> SIGNED_QUERIES = List.of(
            List.of("X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature", "X-Amz-Date", "X-Amz-Expires"),
            List.of("Signature", "AWSAccessKeyId", "Expires"));

    /** What a client sends by POST. The form of a web page, whose body is read before anything is checked, is none of these. */
    private static final List<String> POSTS = List.of("delete", "uploads", "uploadId");

    private static final Pattern BUCKET_HOST = Pattern.compile("(?i).+\\.localhost(:[0-9]+)?");

    private final PageGuard pages;

    GuardHandler(Handler behind, PageGuard pages) {
        super(behind);
        this.pages = pages;
    }

    /** What is answered in place of what was asked for. */
    private record Refused(int status, String code, String message) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<Refused> refused = refuse(head(request));
        if (refused.isEmpty()) {
            return super.handle(request, new BodyFirst(request, response), callback);
        }
        byte[] body = xml(refused.get()).getBytes(StandardCharsets.UTF_8);
        response.setStatus(refused.get().status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/xml;charset=utf-8");
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        response.getHeaders().put("Cross-Origin-Resource-Policy", "same-origin");
        // What else it sends is not read.
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private Optional<Refused> refuse(RequestHead head) {
        return pages.refuse(head)
                .map(refusal -> new Refused(refusal.reason().status(), "AccessDenied", refusal.message()))
                .or(() -> bucketInHost(head))
                .or(() -> unsigned(head))
                .or(() -> health(head))
                .or(() -> form(head));
    }

    /** The library answers this to everybody, whatever its signature is. */
    private static Optional<Refused> health(RequestHead head) {
        return head.target().split("\\?", 2)[0].equals("/healthz")
                ? Optional.of(new Refused(403, "AccessDenied", "There is no bucket of this name, and can be none."))
                : Optional.empty();
    }

    private static Optional<Refused> form(RequestHead head) {
        return head.method().equals("POST") && parameters(head).stream().noneMatch(POSTS::contains)
                ? Optional.of(
                        new Refused(
                                405,
                                "MethodNotAllowed",
                                "A POST is the form of a web page, which is not taken here. Put the object, or upload it in parts."))
                : Optional.empty();
    }

    private static Optional<Refused> bucketInHost(RequestHead head) {
        String host = head.only("Host").orElse("");
        return BUCKET_HOST.matcher(host).matches()
                ? Optional.of(new Refused(
                        400,
                        "InvalidRequest",
                        "The bucket is in the name of the host, " + host
                                + ". Have the client put it into the path ('path style'), or give it the address with 127.0.0.1, of which"
                                + " clients make no other names."))
                : Optional.empty();
    }

    private static Optional<Refused> unsigned(RequestHead head) {
        List<String> parameters = parameters(head);
        boolean signed = head.only("Authorization")
                        .filter(value -> value.startsWith(SIGNED))
                        .isPresent()
                || SIGNED_QUERIES.stream().anyMatch(parameters::containsAll);
        return signed
                ? Optional.empty()
                : Optional.of(new Refused(
                        403,
                        "AccessDenied",
                        "The request is not signed, in its header Authorization or its URL, as AWS does. Sign it with s3.access-key and s3.secret-key of"
                                + " local.json."));
    }

    /** @return the names in the query, as they were sent */
    private static List<String> parameters(RequestHead head) {
        int query = head.target().indexOf('?');
        return query < 0
                ? List.of()
                : Stream.of(head.target().substring(query + 1).split("&"))
                        .map(parameter -> parameter.replaceFirst("=.*", ""))
                        .toList();
    }

    private static RequestHead head(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>(1))
                    .add(Optional.ofNullable(field.getValue()).orElse(""));
        }
        return new RequestHead(
                request.getMethod(),
                request.getHttpURI().getPathQuery(),
                request.getConnectionMetaData().getProtocol(),
                headers);
    }

    private static String xml(Refused refused) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + refused.code() + "</Code><Message>"
                + Markup.escaped(refused.message()) + "</Message></Error>";
    }
}
