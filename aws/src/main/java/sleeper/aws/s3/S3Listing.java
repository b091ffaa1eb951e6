package sleeper.aws.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import sleeper.aws.client.AwsFailures;
import sleeper.aws.request.Answer;
import sleeper.aws.request.Requests;
import sleeper.core.file.FileInfo;
import sleeper.core.file.FilePages;
import sleeper.core.file.FilePath;
import sleeper.core.file.FileVersion;
import sleeper.core.file.FolderScan;
import sleeper.core.file.FolderScan.Aside;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The files below a prefix, page by page. S3 lists keys in the order of their UTF-8 bytes, a thousand a request. What stands there and
 * is no file is told to a scan: empty objects whose keys end in a slash mark folders, and other keys name what no path can. Keys are asked
 * for in escapes, which the SDK takes off again, since XML cannot hold all of them.
 */
final class S3Listing implements FilePages {
    private final S3Client client;
    private final Requests requests;
    private final String bucket;
    private final String prefix;
    private final FolderScan scan;
    private final Predicate<String> wanted;
    private String last;
    private boolean ended;

    /**
     * @param prefix with a final slash, or empty for the whole bucket
     * @param scan   is told of what is no file
     * @param wanted whether a file of a key is to be found
     */
    S3Listing(
            S3Client client,
            Requests requests,
            String bucket,
            String prefix,
            FolderScan scan,
            Predicate<String> wanted) {
        this.client = client;
        this.requests = requests;
        this.bucket = bucket;
        this.prefix = prefix;
        this.scan = scan;
        this.wanted = wanted;
    }

    /** A page begins behind the last key of the page before, so that keys may be taken away meanwhile. */
    @Override
    public List<FileInfo> next() throws IOException {
        List<FileInfo> files = new ArrayList<>();
        while (files.isEmpty() && !ended) {
            ListObjectsV2Response page = page();
            for (S3Object object : page.contents()) {
                add(object, files);
                last = object.key();
            }
            ended = !Boolean.TRUE.equals(page.isTruncated()) || page.contents().isEmpty();
        }
        return files;
    }

    private ListObjectsV2Response page() throws IOException {
        try {
            return requests.repeatable(() -> client.listObjectsV2(request ->
                    request.bucket(bucket).prefix(prefix).startAfter(last).encodingType(EncodingType.URL)));
        } catch (SdkException e) {
            if (Answer.of(e) == Answer.NOT_FOUND) {
                throw S3Buckets.missing(bucket);
            }
            throw AwsFailures.ofFile("s3://" + bucket + "/" + prefix, "s3:ListBucket", e);
        }
    }

    private void add(S3Object object, List<FileInfo> into) {
        String key = object.key();
        if (key.endsWith("/") && object.size() == 0) {
            return;
        }
        if (!FilePath.isKey(key)) {
            scan.aside(Aside.UNNAMEABLE_FILE, escaped(key));
        } else if (wanted.test(key)) {
            into.add(new FileInfo(new FilePath(bucket, key), new FileVersion(object.size(), object.eTag())));
        }
    }

    private static String escaped(String key) {
        StringBuilder text = new StringBuilder();
        key.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                text.append(String.format("\\u%04x", c));
            } else {
                text.append((char) c);
            }
        });
        return text.toString();
    }
}
