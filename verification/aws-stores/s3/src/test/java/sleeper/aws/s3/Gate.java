package sleeper.aws.s3;

import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Counts how many requests of a kind a client has under way, and answers none of them before there are as many as wanted. If fewer come,
 * it gives up after a while: then the count is too low.
 */
final class Gate {
    private static final int GIVE_UP_SECONDS = 20;

    private final Door writes;
    private final Door reads;

    Gate(int wanted) {
        writes = new Door(wanted);
        reads = new Door(wanted);
    }

    int mostWrites() {
        return writes.most.get();
    }

    int mostReads() {
        return reads.most.get();
    }

    BlobStore before(BlobStore store) {
        return new ForwardingBlobStore(store) {
            @Override
            public UploadPartResponse uploadMultipartPart(
                    MultipartUpload upload, UploadPartRequest request, InputStream content) {
                writes.enter();
                try {
                    return super.uploadMultipartPart(upload, request, content);
                } finally {
                    writes.leave();
                }
            }

            /** The server itself reads whole objects when it completes an upload. */
            @Override
            public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
                if (request.range() == null) {
                    return super.getBlob(request);
                }
                reads.enter();
                try {
                    return super.getBlob(request);
                } finally {
                    reads.leave();
                }
            }
        };
    }

    private static final class Door {
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch awaited;

        Door(int wanted) {
            awaited = new CountDownLatch(wanted);
        }

        void enter() {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            awaited.countDown();
            try {
                boolean unused = awaited.await(GIVE_UP_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void leave() {
            inside.decrementAndGet();
        }
    }
}
