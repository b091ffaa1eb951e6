package sleeper.s3server.awssdk;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * What a client says of an object that it puts, and is told again.
 *
 * @param headers of HTTP by name, in lower case
 * @param user    the client's own, by name
 */
record ObjectHeaders(Map<String, String> headers, Map<String, String> user) {
    private static final String TYPE = "content-type";
    private static final String ENCODING = "content-encoding";
    private static final String LANGUAGE = "content-language";
    private static final String DISPOSITION = "content-disposition";
    private static final String CACHE = "cache-control";

    /** What S3 gives to an object that was put without a type. */
    private static final String DEFAULT_TYPE = "binary/octet-stream";

    static ObjectHeaders of(PutObjectRequest request) {
        return of(
                request.metadata(),
                request.contentType(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.contentDisposition(),
                request.cacheControl());
    }

    static ObjectHeaders of(CreateMultipartUploadRequest request) {
        return of(
                request.metadata(),
                request.contentType(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.contentDisposition(),
                request.cacheControl());
    }

    static ObjectHeaders of(CopyObjectRequest request) {
        return of(
                request.metadata(),
                request.contentType(),
                request.contentEncoding(),
                request.contentLanguage(),
                request.contentDisposition(),
                request.cacheControl());
    }

    private static ObjectHeaders of(
            Map<String, String> user, String type, String encoding, String language, String disposition, String cache) {
        Map<String, String> headers = new LinkedHashMap<>();
        BiConsumer<String, String> put = (name, value) -> {
            if (value != null && !value.isEmpty()) {
                headers.put(name, value);
            }
        };
        put.accept(TYPE, type);
        put.accept(ENCODING, encoding);
        put.accept(LANGUAGE, language);
        put.accept(DISPOSITION, disposition);
        put.accept(CACHE, cache);
        return new ObjectHeaders(headers, user);
    }

    ObjectNote note(String eTag) {
        return new ObjectNote(eTag, headers, user);
    }

    /** Tells them to whoever reads the object. */
    static void tell(Map<String, String> headers, Map<String, String> user, GetObjectResponse.Builder response) {
        response.metadata(user)
                .contentType(headers.getOrDefault(TYPE, DEFAULT_TYPE))
                .contentEncoding(headers.get(ENCODING))
                .contentLanguage(headers.get(LANGUAGE))
                .contentDisposition(headers.get(DISPOSITION))
                .cacheControl(headers.get(CACHE));
    }
}
