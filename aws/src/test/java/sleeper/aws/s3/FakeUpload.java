package sleeper.aws.s3;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * An upload to {@link FakeS3} that was begun.
 *
 * @param parts by their numbers
 */
record FakeUpload(CreateMultipartUploadRequest created, TreeMap<Integer, byte[]> parts) {
    FakeUpload(CreateMultipartUploadRequest created) {
        this(created, new TreeMap<>());
    }

    /** @return the bytes of the parts that a completion names */
    byte[] joined(CompleteMultipartUploadRequest request) {
        int length = parts.values().stream().mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(length);
        for (CompletedPart part : request.multipartUpload().parts()) {
            all.put(parts.get(part.partNumber()));
        }
        return all.array();
    }

    MultipartUpload described(String id) {
        return MultipartUpload.builder()
                .key(created.key())
                .uploadId(id)
                .initiated(Instant.EPOCH)
                .build();
    }
}
