package sleeper.s3server.awssdk;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * What must hold of an object before it is read. Source: RFC 9110, section 13; a part that is absent is null.
 *
 * @param match           ETags of which it has one, or {@code *}
 * @param noneMatch       ETags of which it has none, or {@code *}
 * @param modifiedSince   the second after which it was written
 * @param unmodifiedSince the second after which it was not written
 */
record Conditions(String match, String noneMatch, Instant modifiedSince, Instant unmodifiedSince) {
    private static final String ANY = "*";

    static Conditions of(GetObjectRequest request) {
        return new Conditions(
                request.ifMatch(), request.ifNoneMatch(), request.ifModifiedSince(), request.ifUnmodifiedSince());
    }

    static Conditions of(CopyObjectRequest request) {
        return new Conditions(
                request.copySourceIfMatch(),
                request.copySourceIfNoneMatch(),
                request.copySourceIfModifiedSince(),
                request.copySourceIfUnmodifiedSince());
    }

    /** Those of a write over an object, or of its deletion. */
    static boolean names(String eTags, StoredObject object) {
        return Stream.of(eTags.split(","))
                .map(String::strip)
                .anyMatch(eTag -> eTag.equals(ANY) || eTag.replace("\"", "").equals(object.eTag()));
    }

    /** Answers 304 or 412 if the object is not to be read. */
    void expectForRead(StoredObject object) {
        if (!matches(object)) {
            throw S3Exceptions.preconditionFailed(null);
        }
        if (isAsBefore(object)) {
            throw notModified(object);
        }
    }

    /** Answers 412 if the object is not to be copied. */
    void expectForCopy(StoredObject object) {
        if (!matches(object) || isAsBefore(object)) {
            throw S3Exceptions.preconditionFailed(null);
        }
    }

    private boolean matches(StoredObject object) {
        if (match != null) {
            return names(match, object);
        }
        return unmodifiedSince == null || !object.modified().isAfter(unmodifiedSince);
    }

    private boolean isAsBefore(StoredObject object) {
        if (noneMatch != null) {
            return names(noneMatch, object);
        }
        return modifiedSince != null && !object.modified().isAfter(modifiedSince);
    }

    private static S3Exception notModified(StoredObject object) {
        return S3Exceptions.fromStatusCode(304, '"' + object.eTag() + '"', Map.of(), null);
    }
}
