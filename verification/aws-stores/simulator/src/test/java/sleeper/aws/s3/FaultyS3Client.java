package sleeper.aws.s3;

import java.util.function.Supplier;
import sleeper.aws.request.Answer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** A client that does one thing in the way that it must not be done, to objects of one sort. */
final class FaultyS3Client extends DelegatingS3Client {
    private static final int TRIES = 3;

    private final S3Client client;
    private final S3Fault fault;
    private final String part;

    /** @param part of the keys of the objects that it is done to */
    FaultyS3Client(S3Client client, S3Fault fault, String part) {
        super(client);
        this.client = client;
        this.fault = fault;
        this.part = part;
    }

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
        if (!put.key().contains(part)) {
            return client.putObject(put, body);
        }
        return switch (fault) {
            case CONDITION_LEFT_OUT ->
                client.putObject(put.toBuilder().ifMatch(null).ifNoneMatch(null).build(), body);
            case SLOT_DELETED -> put.ifMatch() == null ? client.putObject(put, body) : delete(put);
            default -> sent(() -> client.putObject(put, body));
        };
    }

    private PutObjectResponse delete(PutObjectRequest put) {
        client.deleteObject(delete -> delete.bucket(put.bucket()).key(put.key()));
        return PutObjectResponse.builder().build();
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(CompleteMultipartUploadRequest complete) {
        if (!complete.key().contains(part)) {
            return client.completeMultipartUpload(complete);
        }
        CompleteMultipartUploadRequest sent = fault == S3Fault.CONDITION_LEFT_OUT
                ? complete.toBuilder().ifNoneMatch(null).build()
                : complete;
        return sent(() -> client.completeMultipartUpload(sent));
    }

    private <T> T sent(Supplier<T> request) {
        int tries = fault == S3Fault.PUT_REPEATED ? TRIES : 1;
        for (int tried = 1; ; tried++) {
            try {
                return request.get();
            } catch (SdkException e) {
                Answer answer = Answer.of(e);
                if (answer == Answer.CONDITION_FAILED && fault == S3Fault.CONDITION_AS_FAILURE) {
                    throw S3Answers.answer(400, "InvalidRequest");
                }
                if (answer == Answer.CONFLICT && fault == S3Fault.CONFLICT_AS_CONDITION) {
                    throw S3Answers.answer(412, "PreconditionFailed");
                }
                if (answer != Answer.UNKNOWN || tried == tries) {
                    throw e;
                }
            }
        }
    }

    /** As a rule of the bucket's lifecycle does, whose days are over at once. */
    @Override
    public ListMultipartUploadsResponse listMultipartUploads(ListMultipartUploadsRequest list) {
        ListMultipartUploadsResponse page = client.listMultipartUploads(list);
        if (fault == S3Fault.UPLOAD_ABORTED_BY_AGE) {
            page.uploads()
                    .forEach(upload -> client.abortMultipartUpload(abort ->
                            abort.bucket(list.bucket()).key(upload.key()).uploadId(upload.uploadId())));
        }
        return page;
    }
}
