package sleeper.s3server.awssdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import org.gaul.s3proxy.blobstore.SdkResponses;
import sleeper.core.file.FilePath;
import sleeper.statestore.file.StagedFile;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Puts, copies and deletes objects. Thread-safe. */
final class ObjectWrites {
    private final Buckets buckets;
    private final ObjectReads reads;
    private final Placement placement;

    ObjectWrites(Buckets buckets, ObjectReads reads, Placement placement) {
        this.buckets = buckets;
        this.reads = reads;
        this.placement = placement;
    }

    PutObjectResponse put(PutObjectRequest request, InputStream body) {
        String key = request.key();
        try (body) {
            Path bucket = buckets.writable(request.bucket());
            FilePath path = ObjectKeys.forPut(request.bucket(), key);
            placement.expectPossible(path, request.ifNoneMatch());
            try (StagedFile staged = StagedFile.begin(bucket)) {
                Staging taken = Staging.take(body, staged.channel(), request.contentLength(), request.contentMD5());
                ObjectNote note = ObjectHeaders.of(request).note(taken.eTag());
                return SdkResponses.putResponse(
                        placement.place(staged, path, note, request.ifMatch(), request.ifNoneMatch()));
            }
        } catch (IOException e) {
            throw S3Errors.failed("The object " + S3Errors.quoted(key) + " was not put", e);
        }
    }

    CopyObjectResponse copy(CopyObjectRequest request) {
        String key = request.destinationKey();
        Path bucket = buckets.writable(request.destinationBucket());
        FilePath path = ObjectKeys.forPut(request.destinationBucket(), key);
        StoredObject.Opened source = reads.open(request.sourceBucket(), request.sourceKey());
        try (FileChannel channel = source.channel();
                StagedFile staged = StagedFile.begin(bucket)) {
            placement.expectPossible(path, null);
            Conditions.of(request).expectForCopy(source.object());
            Staging taken = Staging.take(
                    Channels.newInputStream(channel),
                    staged.channel(),
                    source.object().size(),
                    null);
            String eTag = placement.place(
                    staged, path, headers(request, source.object()).note(taken.eTag()), null, null);
            return SdkResponses.copyResponse(eTag);
        } catch (IOException e) {
            throw S3Errors.failed("The object " + S3Errors.quoted(key) + " was not copied", e);
        }
    }

    private static ObjectHeaders headers(CopyObjectRequest request, StoredObject source) {
        if (request.metadataDirective() == MetadataDirective.REPLACE) {
            return ObjectHeaders.of(request);
        }
        return source.note()
                .map(note -> new ObjectHeaders(note.headers(), note.user()))
                .orElseGet(() -> new ObjectHeaders(Map.of(), Map.of()));
    }

    void delete(DeleteObjectRequest request) {
        Path unused = buckets.writable(request.bucket());
        ObjectKeys.find(request.bucket(), request.key()).ifPresent(path -> {
            try {
                placement.delete(path, request);
            } catch (IOException e) {
                throw S3Errors.failed("The object " + S3Errors.quoted(request.key()) + " was not deleted", e);
            }
        });
    }
}
