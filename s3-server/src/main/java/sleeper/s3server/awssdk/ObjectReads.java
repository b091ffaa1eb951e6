package sleeper.s3server.awssdk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.gaul.s3proxy.S3ErrorCode;
import org.gaul.s3proxy.blobstore.SdkRequests;
import sleeper.core.file.FilePath;
import sleeper.statestore.file.BucketFolders;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Reads objects. Thread-safe. */
final class ObjectReads {
    private final BucketFolders folders;

    ObjectReads(BucketFolders folders) {
        this.folders = folders;
    }

    /** @return the object; empty if there is none, in a bucket that is there */
    Optional<StoredObject> find(String bucket, String key) {
        try {
            Optional<Path> real = real(bucket, key);
            return real.isPresent() ? StoredObject.find(real.get()) : Optional.empty();
        } catch (IOException e) {
            throw S3Errors.failed("The object " + S3Errors.quoted(key) + " was not read", e);
        }
    }

    /** @return the object, open; refused if there is none */
    StoredObject.Opened open(String bucket, String key) {
        try {
            Optional<Path> real = real(bucket, key);
            Optional<StoredObject.Opened> opened = real.isPresent() ? StoredObject.open(real.get()) : Optional.empty();
            return opened.orElseThrow(() -> S3Errors.noSuchKey(bucket, key));
        } catch (IOException e) {
            throw S3Errors.failed("The object " + S3Errors.quoted(key) + " was not read", e);
        }
    }

    private Optional<Path> real(String bucket, String key) throws IOException {
        Path unused = Buckets.folder(folders, bucket);
        Optional<FilePath> path = ObjectKeys.find(bucket, key);
        try {
            return path.isPresent() ? Optional.of(folders.existing(path.get())) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** @return all of the object, or the range that is asked for; to be closed */
    ResponseInputStream<GetObjectResponse> get(GetObjectRequest request) {
        StoredObject.Opened opened = open(request.bucket(), request.key());
        boolean given = false;
        try {
            Conditions.of(request).expectForRead(opened.object());
            ResponseInputStream<GetObjectResponse> stream = stream(opened, request.range());
            given = true;
            return stream;
        } catch (IOException e) {
            throw S3Errors.failed("The object " + S3Errors.quoted(request.key()) + " was not read", e);
        } finally {
            if (!given) {
                closeQuietly(opened.channel());
            }
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw S3Errors.failed("A file was not closed", e);
        }
    }

    private static ResponseInputStream<GetObjectResponse> stream(StoredObject.Opened opened, String range)
            throws IOException {
        StoredObject object = opened.object();
        GetObjectResponse.Builder response = object.response();
        long from = 0;
        long count = object.size();
        SdkRequests.ByteRange wanted = SdkRequests.parseRange(range);
        if (wanted != null) {
            from = from(wanted, object.size());
            count = Math.min(end(wanted), object.size()) - from;
            if (count <= 0) {
                throw invalidRange(range, object);
            }
            response.contentLength(count)
                    .contentRange("bytes " + from + "-" + (from + count - 1) + "/" + object.size());
        }
        opened.channel().position(from);
        InputStream bytes = new Bounded(Channels.newInputStream(opened.channel()), count);
        return new ResponseInputStream<>(response.build(), AbortableInputStream.create(bytes));
    }

    private static long from(SdkRequests.ByteRange range, long size) {
        return range.first() == null ? Math.max(0, size - range.last()) : range.first();
    }

    /** @return exclusive */
    private static long end(SdkRequests.ByteRange range) {
        boolean isOpen = range.first() == null || range.last() == null || range.last() == Long.MAX_VALUE;
        return isOpen ? Long.MAX_VALUE : range.last() + 1;
    }

    private static S3Exception invalidRange(String range, StoredObject object) {
        return S3Errors.of(
                S3ErrorCode.INVALID_RANGE,
                "The range is " + S3Errors.quoted(range) + ", and the object has " + object.size() + " bytes.");
    }

    /** So many bytes of a stream and no more. */
    private static final class Bounded extends FilterInputStream {
        private long left;

        Bounded(InputStream in, long count) {
            super(in);
            this.left = count;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int count = in.read(bytes, offset, (int) Math.min(length, left));
            left -= Math.max(count, 0);
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = in.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
