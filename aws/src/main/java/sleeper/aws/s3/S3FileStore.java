package sleeper.aws.s3;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.InFlight;
import sleeper.aws.request.Requests;
import sleeper.core.file.FileChangedException;
import sleeper.core.file.FileFolder;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileStore;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.ReadableFile;
import sleeper.core.file.WritableFile;
import sleeper.statestore.table.UnfinishedFiles;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * Buckets of S3. A file's tag is its ETag. Files up to a part are put whole; larger ones are uploads, which are unfinished files until
 * they are completed. Safe for use by many threads.
 */
public final class S3FileStore implements FileStore, UnfinishedFiles {
    private final S3Client client;
    private final Requests requests;
    private final Surroundings surroundings;
    private final InFlight inFlight;
    private final S3Buckets buckets;
    private final S3Deletes deletes;
    private final PartSizes partSizes;

    /** @param client without retries of the SDK's, as of {@link sleeper.aws.client.AwsClients} */
    public S3FileStore(S3Client client, Surroundings surroundings) {
        this(client, new InFlight(), surroundings);
    }

    S3FileStore(S3Client client, InFlight inFlight, Surroundings surroundings) {
        this(client, inFlight, PartSizes.OF_S3, surroundings);
    }

    S3FileStore(S3Client client, InFlight inFlight, PartSizes partSizes, Surroundings surroundings) {
        this.client = client;
        this.partSizes = partSizes;
        this.inFlight = inFlight;
        this.requests = new Requests(surroundings);
        this.buckets = new S3Buckets(client, requests);
        this.deletes = new S3Deletes(client, requests, surroundings);
        this.surroundings = surroundings;
    }

    @Override
    public Optional<FileInfo> find(FilePath path) throws IOException {
        if (FilePath.isOutsideBuckets(path.bucket())) {
            return Optional.empty();
        }
        try {
            return Optional.of(info(path, head(path)));
        } catch (SdkException e) {
            if (Answer.of(e) != Answer.NOT_FOUND) {
                throw AwsFailures.ofFile("s3://" + path, "s3:GetObject", e);
            }
            if (buckets.isMissing(path.bucket())) {
                throw S3Buckets.missing(path.bucket());
            }
            return Optional.empty();
        }
    }

    private HeadObjectResponse head(FilePath path) {
        return requests.repeatable(
                () -> client.headObject(request -> request.bucket(path.bucket()).key(path.key())));
    }

    static FileInfo info(FilePath path, HeadObjectResponse answer) {
        return new FileInfo(path, new FileVersion(answer.contentLength(), answer.eTag()));
    }

    @Override
    public FilePages list(FilePath prefix) {
        return new S3Listing(client, requests, prefix.bucket(), prefix.key() + "/", FolderScan.ALL_FILES, key -> true);
    }

    @Override
    public FilePages scan(FileFolder folder, FolderScan scan) {
        Map<String, Boolean> entered = new HashMap<>();
        return new S3Listing(
                client,
                requests,
                folder.bucket(),
                folder.prefix(),
                scan,
                key -> isEntered(scan, folder.prefix(), key, entered));
    }

    /** @return whether all folders on the way from a prefix to a key are entered */
    private static boolean isEntered(FolderScan scan, String prefix, String key, Map<String, Boolean> entered) {
        for (int slash = key.indexOf('/', prefix.length()); slash >= 0; slash = key.indexOf('/', slash + 1)) {
            if (!entered.computeIfAbsent(key.substring(0, slash), scan::enters)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ReadableFile open(FilePath path, FileVersion version) throws IOException {
        FileInfo found = find(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (!found.version().equals(version)) {
            throw new FileChangedException(path, version, found.version().toString());
        }
        return new S3ReadableFile(client, requests, inFlight, found);
    }

    @Override
    public WritableFile create(FilePath path) throws IOException {
        if (FilePath.isOutsideBuckets(path.bucket())) {
            throw new NoSuchFileException(path.bucket(), null, "no bucket");
        }
        return new S3WritableFile(new S3Creation(client, inFlight, surroundings, path), partSizes);
    }

    @Override
    public void delete(FilePath path) throws IOException {
        deletes.delete(path);
    }

    @Override
    public Map<FilePath, IOException> deleteAll(List<FilePath> paths) {
        return deletes.deleteAll(paths);
    }

    @Override
    public List<Unfinished> unfinished(FilePath prefix) throws IOException {
        List<Unfinished> found = new ArrayList<>();
        String key = null;
        String upload = null;
        do {
            ListMultipartUploadsResponse page = uploads(prefix, key, upload);
            for (MultipartUpload each : page.uploads()) {
                if (FilePath.isKey(each.key())) {
                    found.add(new Unfinished(new FilePath(prefix.bucket(), each.key()), each.uploadId()));
                }
            }
            boolean more = Boolean.TRUE.equals(page.isTruncated());
            key = more ? page.nextKeyMarker() : null;
            upload = more ? page.nextUploadIdMarker() : null;
        } while (key != null);
        found.sort(Comparator.comparing(Unfinished::target).thenComparing(Unfinished::id));
        return found;
    }

    private ListMultipartUploadsResponse uploads(FilePath prefix, String key, String upload) throws IOException {
        try {
            return requests.repeatable(() -> client.listMultipartUploads(request -> request.bucket(prefix.bucket())
                    .prefix(prefix.key() + "/")
                    .encodingType(EncodingType.URL)
                    .keyMarker(key)
                    .uploadIdMarker(upload)));
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.NOT_FOUND) {
                throw S3Buckets.missing(prefix.bucket());
            }
            throw AwsFailures.ofFile("s3://" + prefix, "s3:ListBucketMultipartUploads", e);
        }
    }

    @Override
    public void abort(Unfinished unfinished) throws IOException {
        S3Upload.abort(client, requests, unfinished.target(), unfinished.id());
    }
}
