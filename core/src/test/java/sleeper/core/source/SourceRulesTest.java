package sleeper.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sleeper.core.file.SourcePath;

class SourceRulesTest {
    /** The reason, or what is no reason. */
    private static String verdict(SourceRules rules, String key) {
        if (!rules.means(key)) {
            return "not meant";
        }
        String reason = rules.leftOut(key).map(LeftOut.Reason::name).orElse("read");
        assertThat(rules.reads(key)).isEqualTo(reason.equals("read"));
        return reason;
    }

    private static SourceRules rules(String source) {
        return SourceRules.of(SourcePath.parse(source).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "a.parquet,                                read",
        "a.PARQUET,                                read",
        "a.Parquet,                                read",
        "a.parq,                                   read",
        "a.PQ,                                     read",
        "a.snappy.parquet,                         read",
        "a.parquet.snappy,                         read",
        "a.parquet.gz,                             read",
        "a.PARQUET.GZIP,                           read",
        "a.pq.zstd,                                read",
        "a.parquet.zst,                            read",
        "a.parquet.lz4,                            read",
        "a.parquet.lz4_raw,                        read",
        "a.parquet.lz4raw,                         read",
        "a.parquet.br,                             read",
        "a.parquet.brotli,                         read",
        "a.parquet.lzo,                            read",
        "a.parquet.uncompressed,                   read",
        "a.parquet.zip,                            read",
        "a.parquet.bz2,                            read",
        "x/y/z/a.parquet,                          read",
        "x.parquet/part-0.parquet,                 read",
        "year=2026/_x=1/a.parquet,                 read",
        "_x=/a.parquet,                            read",
        "part-0,                                   OTHER_NAME",
        "parquet,                                  OTHER_NAME",
        "aparquet,                                 OTHER_NAME",
        "a.parquet.txt,                            OTHER_NAME",
        "a.parquet.tmp,                            OTHER_NAME",
        "a.parquet~,                               OTHER_NAME",
        "a.csv,                                    OTHER_NAME",
        "a.snappy,                                 OTHER_NAME",
        "x.parquet/part-0,                         OTHER_NAME",
        "_c.parquet,                               HIDDEN",
        ".b.parquet,                               HIDDEN",
        ".parquet,                                 HIDDEN",
        "_x=1.parquet,                             HIDDEN",
        "_temporary/0/t/a.parquet,                 HIDDEN",
        ".spark-staging-1/a.parquet,               HIDDEN",
        "x/.y/z/a.parquet,                         HIDDEN",
        ".x=1/a.parquet,                           HIDDEN",
        "_=1/a.parquet,                            read",
        "_x/y=1/a.parquet,                         HIDDEN",
        "_delta_log/0.checkpoint.parquet,          HIDDEN",
        ".DS_Store,                                HIDDEN",
        "._a.parquet,                              HIDDEN",
        "_SUCCESS,                                 MARKER",
        "x/_SUCCESS,                               MARKER",
        "_metadata,                                MARKER",
        "_common_metadata,                         MARKER",
        ".a.parquet.crc,                           MARKER",
        "a.parquet.crc,                            MARKER",
        "._SUCCESS.crc,                            MARKER",
        "_started_8743,                            MARKER",
        "_committed_8743,                          MARKER",
        "_committed_vacuum8743,                    MARKER",
        "year=2026_$folder$,                       MARKER",
        "_committed_rows.parquet,                  HIDDEN",
        "_success,                                 HIDDEN"
    })
    void shouldJudgeEachNameBelowADirectoryAndBelowAWholeBucket(String key, String verdict) {
        assertThat(verdict(rules("b/in/"), "in/" + key)).as("in a directory").isEqualTo(verdict);
        assertThat(verdict(rules("b/in"), "in/" + key)).as("without a slash").isEqualTo(verdict);
        assertThat(verdict(rules("b/_h/.d"), "_h/.d/" + key))
                .as("in one with such a name")
                .isEqualTo(verdict);
        assertThat(verdict(rules("b"), key)).as("in a bucket").isEqualTo(verdict);
        assertThat(verdict(rules("b/*/"), "x/" + key)).as("in one of a pattern").isEqualTo(verdict);
    }

    @Test
    void shouldJudgeWhatLiesInNoBucketTheSame() {
        assertThat(verdict(rules("hdfs://host/in/"), "in/x/a.PQ")).isEqualTo("read");
        assertThat(verdict(rules("abfss://c@account.net/in"), "in/_x/a.pq")).isEqualTo("HIDDEN");
    }

    @ParameterizedTest
    @CsvSource({
        "b/in/*,          in/000000_0,              read",
        "b/in/*,          in/a.csv,                 read",
        "b/in/*,          in/_SUCCESS,              MARKER",
        "b/in/*,          in/a.parquet.crc,         MARKER",
        "b/in/*,          in/_c.parquet,            HIDDEN",
        "b/in/?c,         in/.c,                    HIDDEN",
        "b/in/*,          in/d/a.parquet,           read",
        "b/in/*,          in/d/000000_0,            OTHER_NAME",
        "b/in/*,          in/_d/a.parquet,          HIDDEN",
        "b/in/*,          in/_d=1/a.parquet,        read",
        "b/in/_*,         in/_c.parquet,            read",
        "b/in/_*,         in/_d/a.parquet,          read",
        "b/in/_*,         in/_d/_e/a.parquet,       HIDDEN",
        "b/in/_*,         in/_SUCCESS,              read",
        "b/in/.?/,        in/.x/a.parquet,          read",
        "b/in/*/,         in/a.parquet,             not meant",
        "b/in/*/,         in/d/000000_0,            OTHER_NAME",
        "b/in/*/x.pq,     in/d/x.pq,                read",
        "b/in/*/x.pq,     in/d/y.pq,                not meant",
        "b/in/*/x.pq,     in/d/x.pq/a.parquet,      read",
        "b/in/*/x.pq,     in/x.pq,                  not meant",
        "b/in/*/_x,       in/d/_x,                  read",
        "b/in/*/_x,       in/_d/_x,                 HIDDEN",
        "b/2026-11-*/,    2026-11-03/a.parquet,     read",
        "b/2026-11-*/,    2026-12-03/a.parquet,     not meant",
        "b/2026-11-*/,    2026-11-03/x/y/a.pq,      read",
        "b/in[*]/?,       in*/a,                    read",
        "b/*.parquet,     a.parquet,                read"
    })
    void shouldJudgeWhatAPatternMatches(String source, String key, String verdict) {
        assertThat(verdict(rules(source), key)).isEqualTo(verdict);
    }

    @Test
    void shouldEnterFoldersThatMayHoldWhatIsMeantAndReadThoseThatAreNotHidden() {
        SourceRules rules = rules("b/in/2026-*/x/");

        assertThat(rules.enters("in")).isTrue();
        assertThat(rules.enters("in/2026-1")).isTrue();
        assertThat(rules.enters("in/2025-1")).isFalse();
        assertThat(rules.enters("in/2026-1/y")).isFalse();
        assertThat(rules.enters("in/2026-1/x/_y")).isTrue();
        assertThat(rules.readsFolder("in/2026-1/x/_y")).isFalse();
        assertThat(rules.readsFolder("in/2026-1/x/_y=1")).isTrue();
        assertThat(rules.readsFolder("in/2026-1")).isFalse();
        assertThat(rules.follows("in/2026-1")).isTrue();
        assertThat(rules.follows("in/2026-1/x/_y")).isFalse();
        assertThat(rules.readsFolder("in/2025-1")).isFalse();
    }
}
