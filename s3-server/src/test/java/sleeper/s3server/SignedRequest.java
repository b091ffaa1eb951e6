package sleeper.s3server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import sleeper.statestore.bucket.AccessKey;

/**
 * A request as text, with a target that no client would send, and a good signature.
 *
 * <p>Source: AWS, "Create a signed AWS API request".
 */
final class SignedRequest {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SignedRequest() {}

    /**
     * @param path    as it is sent, with its escapes
     * @param content what {@code x-amz-content-sha256} says
     * @param more    headers, which are signed too
     */
    static String of(
            URI endpoint,
            AccessKey key,
            String method,
            String path,
            String content,
            Map<String, String> more,
            String body)
            throws GeneralSecurityException {
        String time = TIME.format(Instant.now());
        Map<String, String> headers = new TreeMap<>(more);
        headers.put("host", endpoint.getAuthority());
        headers.put("x-amz-date", time);
        headers.put("x-amz-content-sha256", content);
        String names = String.join(";", headers.keySet());
        String canonical = method + "\n" + path + "\n\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                        .collect(Collectors.joining())
                + "\n" + names + "\n" + content;
        String scope = time.substring(0, 8) + "/us-east-1/s3/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n" + sha256(canonical);
        byte[] signing = ("AWS4" + key.secret()).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/")) {
            signing = hmac(signing, part);
        }
        return method + " " + path + " HTTP/1.1\r\n"
                + headers.entrySet().stream()
                        .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
                        .collect(Collectors.joining())
                + "Authorization: AWS4-HMAC-SHA256 Credential=" + key.id() + "/" + scope + ", SignedHeaders=" + names
                + ", Signature=" + HexFormat.of().formatHex(hmac(signing, toSign)) + "\r\nContent-Length: "
                + body.length() + "\r\nConnection: close\r\n\r\n" + body;
    }

    static String sha256(String text) throws GeneralSecurityException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
