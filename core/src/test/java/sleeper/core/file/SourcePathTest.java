package sleeper.core.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.ErrorCode;
import sleeper.core.error.Fault;

class SourcePathTest {
    @ParameterizedTest
    @CsvSource({
        "databucket/file1.parquet,         s3,  databucket, file1.parquet, false",
        "my-bucket/my-files/,              s3,  my-bucket,  my-files,      true",
        "s3://b/d/e/f.parquet,             s3,  b,          d/e/f.parquet, false",
        "S3A://b/f.parquet,                s3a, b,          f.parquet,     false",
        "hdfs://node/f.parquet,            hdfs, node,      f.parquet,     false",
        "b/dt=2026-01-01 00%3A00/ü@x.parquet, s3, b,        dt=2026-01-01 00%3A00/ü@x.parquet, false"
    })
    void shouldReadBucketAndKey(String text, String scheme, String bucket, String key, boolean directory) {
        List<Fault> faults = new ArrayList<>();

        assertThat(SourcePath.parse(text, "files[0]", faults))
                .contains(new SourcePath(scheme, new FilePath(bucket, key), directory));
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bucket",
                "bucket/",
                "/bucket/key",
                "//bucket/key",
                "bucket//key",
                "bucket/a//b",
                "bucket/./key",
                "bucket/../key",
                "bucket/a/..",
                "bucket/.",
                "bucket/a\\b",
                "bucket/a%2Fb",
                "bucket/%2e%2e/b",
                "bucket/a%5Cb",
                "bucket/a%00",
                "bucket/a%252Fb",
                "bucket/*.parquet",
                "bucket/a?b",
                "bucket/[ab]",
                "bucket/{a,b}",
                "bucket/a#b",
                "s3://key:secret@bucket/key",
                "s3://bucket:80/key",
                "s3:/bucket/key",
                "s3:///key",
                "file:///etc/passwd",
                "file:/etc/passwd",
                "jar:file:/a!/b",
                "arn:aws:s3:::bucket/key",
                "bucket/a\nb",
                "bucket/a\u0000",
                " bucket/key",
                "bucket/key ",
                ".bucket/key",
                "..//key",
                "~/key",
                "bucket/ /key",
                "http://h/a?b=c"
            })
    void shouldRefuseWhateverMightBeAnotherSpelling(String text) {
        List<Fault> faults = new ArrayList<>();

        assertThat(SourcePath.parse(text, "files[0]", faults)).isEmpty();
        assertThat(faults).extracting(Fault::code).containsExactly(ErrorCode.BAD_FILE_PATH);
        assertThat(faults.get(0).where()).isEqualTo("files[0]");
    }

    @Test
    void shouldRefuseATextLongerThanAnyKey() {
        assertThat(SourcePath.parse("b/" + "k".repeat(SourcePath.MAX_LENGTH), "files[0]", new ArrayList<>()))
                .isEmpty();
    }

    @Test
    void shouldSayWhichSourcesLieInBuckets() {
        assertThat(SourcePath.parse("b/k", "", new ArrayList<>()).orElseThrow().isInBucket())
                .isTrue();
        assertThat(SourcePath.parse("s3a://b/k", "", new ArrayList<>())
                        .orElseThrow()
                        .isInBucket())
                .isTrue();
        assertThat(SourcePath.parse("hdfs://b/k", "", new ArrayList<>())
                        .orElseThrow()
                        .isInBucket())
                .isFalse();
    }
}
