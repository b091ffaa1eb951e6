package sleeper.s3server.awssdk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.blobstore.SdkResponses;
import sleeper.core.file.FilePath;
import sleeper.statestore.file.OwnerOnly;
import sleeper.statestore.file.StagedFile;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Objects that come in parts. The parts lie outside all buckets, in a folder for each upload, and which there are is known to this process
 * alone: an upload ends with it. Thread-safe.
 */
final class Uploads {
    /** How many are remembered when they are complete, for a client that lost the answer. */
    private static final int MOST_REMEMBERED = 1_000;

    private final Path scratch;
    private final Buckets buckets;
    private final Placement placement;
    private final InstantSource clock;
    private final Map<String, Upload> open = new ConcurrentHashMap<>();
    private final Set<String> complete = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    }));

    /** @param scratch folder for the parts, of which nothing is kept from an earlier process */
    Uploads(Path scratch, Buckets buckets, Placement placement, InstantSource clock) {
        this.scratch = scratch;
        this.buckets = buckets;
        this.placement = placement;
        this.clock = clock;
    }

    /** @return the upload's id */
    String begin(CreateMultipartUploadRequest request) {
        Path unused = buckets.writable(request.bucket());
        FilePath path = ObjectKeys.forPut(request.bucket(), request.key());
        String id = UUID.randomUUID().toString().replace("-", "");
        try {
            placement.expectPossible(path, null);
            Path folder = OwnerOnly.createDirectories(scratch.resolve(id));
            open.put(id, new Upload(folder, path, ObjectHeaders.of(request), clock.instant()));
        } catch (IOException e) {
            throw S3Errors.failed("The upload of " + S3Errors.quoted(request.key()) + " was not begun", e);
        }
        return id;
    }

    private Upload find(String id, String bucket, String key) {
        Upload upload = open.get(id);
        if (upload == null
                || !upload.path().bucket().equals(bucket)
                || !upload.path().key().equals(key)) {
            throw S3Errors.noSuchUpload(id);
        }
        return upload;
    }

    UploadPartResponse put(String id, UploadPartRequest request, InputStream body) {
        try (body) {
            Upload upload = find(id, request.bucket(), request.key());
            return SdkResponses.uploadedPart(upload.take(request, body));
        } catch (NoSuchFileException e) {
            // Aborted meanwhile.
            throw S3Errors.noSuchUpload(id);
        } catch (IOException e) {
            throw S3Errors.failed("Part " + request.partNumber() + " of the upload " + id + " was not put", e);
        }
    }

    CompleteMultipartUploadResponse complete(String id, CompleteMultipartUploadRequest request) {
        Upload upload = find(id, request.bucket(), request.key());
        Path bucket = buckets.writable(request.bucket());
        synchronized (upload) {
            if (open.get(id) != upload) {
                throw S3Errors.noSuchUpload(id);
            }
            try (StagedFile staged = StagedFile.begin(bucket)) {
                placement.expectPossible(upload.path(), request.ifNoneMatch());
                ObjectNote note = upload.headers()
                        .note(join(upload, request.multipartUpload().parts(), staged.channel()));
                String eTag = placement.place(staged, upload.path(), note, request.ifMatch(), request.ifNoneMatch());
                complete.add(id);
                open.remove(id);
                upload.clear();
                return SdkResponses.completeResponse(eTag);
            } catch (IOException e) {
                throw S3Errors.failed("The upload " + id + " was not completed", e);
            }
        }
    }

    /** @return the ETag of all parts together, as S3 makes it */
    private static String join(Upload upload, List<CompletedPart> parts, FileChannel into) throws IOException {
        MessageDigest digest = Staging.newMd5();
        for (CompletedPart wanted : parts) {
            Upload.Stored part = upload.part(wanted.partNumber());
            if (part == null) {
                throw S3Errors.of(
                        S3ErrorCode.INVALID_PART,
                        "Part " + wanted.partNumber() + " was not uploaded. Upload it, and complete again.");
            }
            digest.update(HexFormat.of().parseHex(part.eTag()));
            try (FileChannel from = FileChannel.open(part.file(), StandardOpenOption.READ)) {
                for (long at = 0; at < part.bytes(); ) {
                    at += from.transferTo(at, part.bytes() - at, into);
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest()) + "-" + parts.size();
    }

    void abort(String id, String bucket, String key) {
        Path unused = buckets.writable(bucket);
        Upload upload = find(id, bucket, key);
        synchronized (upload) {
            open.remove(id);
            try {
                upload.clear();
            } catch (IOException e) {
                throw S3Errors.failed("The parts of the upload " + id + " were not all deleted", e);
            }
        }
    }

    /** @return the parts in their order; none of an upload that is complete */
    List<Part> parts(String id, String bucket, String key) {
        return complete.contains(id) ? List.of() : find(id, bucket, key).parts();
    }

    List<MultipartUpload> of(String bucket) {
        Path unused = buckets.folder(bucket);
        return open.entrySet().stream()
                .filter(upload -> upload.getValue().path().bucket().equals(bucket))
                .map(upload -> SdkResponses.upload(
                        upload.getValue().path().key(),
                        upload.getKey(),
                        upload.getValue().begun()))
                .toList();
    }
}
