package sleeper.deploy.end;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.AwsDouble.Reply;
import sleeper.deploy.aws.AwsCalls;

class BucketsIT {
    private static final int PAGE = 2;
    private static final Pattern VERSION = Pattern.compile("<VersionId>([^<]+)</VersionId>");

    private final List<String> versions = new ArrayList<>(List.of("v1", "v2", "marker-3", "v4", "marker-5"));
    private final List<String> uploads = new ArrayList<>(List.of("u1", "u2", "u3"));
    private AwsDouble aws;
    private Buckets buckets;

    /** A bucket of versions, marks of deleted objects and uploads, which lists two at once. */
    @BeforeEach
    void start() throws IOException {
        aws = new AwsDouble()
                .on(
                        "GET /b?versions",
                        query -> new Reply(200, page(versions, BucketsIT::version, "ListVersionsResult")))
                .on(
                        "GET /b?uploads",
                        query -> new Reply(200, page(uploads, BucketsIT::upload, "ListMultipartUploadsResult")))
                .on("POST /b?delete", body -> {
                    versions.removeAll(VERSION.matcher(body)
                            .results()
                            .map(MatchResult::group)
                            .map(found -> found.replaceAll("<[^>]+>", ""))
                            .toList());
                    return new Reply(200, "<DeleteResult/>");
                })
                .on("DELETE /b/key", query -> {
                    uploads.remove(query.replaceAll(".*uploadId=(\\w+).*", "$1"));
                    return new Reply(204, "");
                });
        buckets = new Buckets(aws.clients(), new AwsCalls(aws.surroundings()));
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    private static String page(List<String> all, UnaryOperator<String> each, String root) {
        boolean truncated = all.size() > PAGE;
        return "<" + root + "><IsTruncated>" + truncated + "</IsTruncated>"
                + all.stream().limit(PAGE).map(each).collect(Collectors.joining()) + "</" + root + ">";
    }

    private static String version(String id) {
        String kind = id.startsWith("v") ? "Version" : "DeleteMarker";
        return "<" + kind + "><Key>key</Key><VersionId>" + id + "</VersionId></" + kind + ">";
    }

    private static String upload(String id) {
        return "<Upload><Key>key</Key><UploadId>" + id + "</UploadId></Upload>";
    }

    private void refuse(String operation, int status, String code) {
        aws.on(
                operation,
                unused -> new Reply(status, "<Error><Code>" + code + "</Code><Message>said</Message></Error>"));
    }

    @Test
    void shouldDeleteAllVersionsMarksAndUploadsPageByPage() {
        assertThat(buckets.empty("b")).isEqualTo(5);

        assertThat(versions).isEmpty();
        assertThat(uploads).isEmpty();
    }

    @Test
    void shouldFindNothingInABucketThatIsNotThere() {
        refuse("GET /b?versions", 404, "NoSuchBucket");
        refuse("GET /b?uploads", 404, "NoSuchBucket");

        assertThat(buckets.empty("b")).isZero();
    }

    @Test
    void shouldNameTheObjectThatMayNotBeDeleted() {
        aws.on(
                "POST /b?delete",
                "<DeleteResult><Error><Key>key</Key><Code>AccessDenied</Code><Message>held</Message></Error></DeleteResult>");

        assertThatThrownBy(() -> buckets.empty("b"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("FILE_FORBIDDEN")
                .hasMessageContaining("s3://b/key")
                .hasMessageContaining("s3:DeleteObjectVersion was answered by AccessDenied (held)");
    }

    @Test
    void shouldGoOnAnotherTimeWhereS3HasTooMuchToDo() {
        aws.on(
                "POST /b?delete",
                "<DeleteResult><Error><Key>key</Key><Code>InternalError</Code><Message>said</Message></Error></DeleteResult>");

        assertThatThrownBy(() -> buckets.empty("b"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("UNAVAILABLE")
                .hasMessageContaining("Run the command again");
    }

    @Test
    void shouldNotDeleteForEverWhatStaysListed() {
        aws.on("POST /b?delete", "<DeleteResult/>");

        assertThatThrownBy(() -> buckets.empty("b"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("what was deleted is still listed");
    }

    @Test
    void shouldNameTheUploadThatMayNotBeAborted() {
        refuse("DELETE /b/key", 403, "AccessDenied");

        assertThatThrownBy(() -> buckets.empty("b"))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("s3:AbortMultipartUpload")
                .hasMessageContaining("s3://b/key");
    }
}
