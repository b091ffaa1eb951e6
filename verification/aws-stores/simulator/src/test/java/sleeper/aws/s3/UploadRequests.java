package sleeper.aws.s3;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sleeper.aws.s3.ModelBucket.Part;
import sleeper.aws.s3.ModelBucket.StoredObject;
import sleeper.aws.s3.ModelBucket.Upload;
import sleeper.testkit.sim.Wire;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * What requests do to the uploads of a bucket when they arrive.
 *
 * @param writer whose requests they are
 */
record UploadRequests(ModelBucket bucket, BucketBooks books, InstantSource clock, Wire writer) {
    private static final int PAGE = 2;

    CreateMultipartUploadResponse create(CreateMultipartUploadRequest create) {
        Upload upload = bucket.begin(create.key(), create.metadata(), writer, clock.instant());
        books.begun(upload);
        return CreateMultipartUploadResponse.builder().uploadId(upload.id()).build();
    }

    private Upload upload(String key, String id) {
        return bucket.upload(key, id).orElseThrow(S3Answers::noSuchUpload);
    }

    UploadPartResponse part(UploadPartRequest send, byte[] bytes) {
        Upload upload = upload(send.key(), send.uploadId());
        ObjectRequests.checkSum(send.checksumCRC32C(), bytes);
        Part part = new Part(bytes, ModelBucket.tagOf(bytes));
        upload.parts().put(send.partNumber(), part);
        return UploadPartResponse.builder().eTag(part.tag()).build();
    }

    /** An upload that was completed is gone, as one that was aborted; whether that or the condition is looked at first is open. */
    CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest complete) {
        Optional<StoredObject> old = bucket.find(complete.key());
        if (writer.nextInt(2) == 0) {
            ObjectRequests.check(complete.ifNoneMatch(), complete.ifMatch(), old);
        }
        Upload upload = upload(complete.key(), complete.uploadId());
        ObjectRequests.check(complete.ifNoneMatch(), complete.ifMatch(), old);
        checkParts(upload, complete);
        byte[] whole = upload.joined();
        StoredObject object = new StoredObject(
                whole, ModelBucket.tagOf(upload), Crc32c.of(whole), upload.metadata(), clock.instant());
        bucket.put(upload.key(), books.put(upload.key(), old, object));
        bucket.end(upload);
        books.ended(upload);
        return CompleteMultipartUploadResponse.builder().eTag(object.tag()).build();
    }

    private static void checkParts(Upload upload, CompleteMultipartUploadRequest complete) {
        List<CompletedPart> named = complete.multipartUpload().parts();
        List<Integer> numbers = named.stream().map(CompletedPart::partNumber).toList();
        boolean asSent = numbers.equals(List.copyOf(upload.parts().keySet()))
                && named.stream()
                        .allMatch(part ->
                                upload.parts().get(part.partNumber()).tag().equals(part.eTag()));
        if (!asSent) {
            throw S3Answers.refusal(400, "InvalidPart");
        }
        byte[] whole = upload.joined();
        if (complete.checksumCRC32C() != null) {
            ObjectRequests.checkSum(complete.checksumCRC32C(), whole);
        }
        if (complete.mpuObjectSize() != null && complete.mpuObjectSize() != whole.length) {
            throw S3Answers.refusal(400, "InvalidRequest");
        }
    }

    AbortMultipartUploadResponse abort(AbortMultipartUploadRequest abort) {
        Upload upload = upload(abort.key(), abort.uploadId());
        if (upload.writer() == writer) {
            books.ended(upload);
        } else {
            books.aborted(upload);
        }
        bucket.end(upload);
        return AbortMultipartUploadResponse.builder().build();
    }

    ListMultipartUploadsResponse list(ListMultipartUploadsRequest list) {
        List<MultipartUpload> found = new ArrayList<>();
        for (Upload upload : bucket.uploads(list.prefix())) {
            if (isAfter(upload, list.keyMarker(), list.uploadIdMarker())) {
                found.add(MultipartUpload.builder()
                        .key(upload.key())
                        .uploadId(upload.id())
                        .initiated(upload.begunAt())
                        .build());
            }
        }
        List<MultipartUpload> page = found.subList(0, Math.min(PAGE, found.size()));
        boolean more = page.size() < found.size();
        return ListMultipartUploadsResponse.builder()
                .uploads(page)
                .isTruncated(more)
                .nextKeyMarker(more ? page.get(page.size() - 1).key() : null)
                .nextUploadIdMarker(more ? page.get(page.size() - 1).uploadId() : null)
                .build();
    }

    private static boolean isAfter(Upload upload, String keyMarker, String idMarker) {
        if (keyMarker == null) {
            return true;
        }
        int order = upload.key().compareTo(keyMarker);
        return order > 0 || (order == 0 && idMarker != null && upload.id().compareTo(idMarker) > 0);
    }
}
